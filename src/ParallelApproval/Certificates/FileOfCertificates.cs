using ParallelApproval.Database;

namespace ParallelApproval.Certificates;

/// <summary>What this room keeps in the file of a case.</summary>
public static class FileOfCertificates
{
    extension(CaseFile file)
    {
        /// <summary>The certificates made so far, by branch.</summary>
        public IReadOnlyList<Certificate> Certificates => file.Section<CertificateSection>().Certificates;
    }
}
