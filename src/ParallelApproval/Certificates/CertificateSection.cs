using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Certificates;

/// <summary>The certificates of the case.</summary>
internal sealed class CertificateSection : ICaseSection
{
    private static readonly ColumnMap<Certificate> Columns = new ColumnMap<Certificate>("certificates")
        .Key("branch", certificate => certificate.Branch)
        .Fixed("number", certificate => certificate.Number)
        .Fixed("name", certificate => certificate.Name)
        .Fixed("document", certificate => certificate.Document)
        .Fixed("department", certificate => certificate.Department)
        .Fixed("issued_at", certificate => certificate.IssuedAt);

    private static readonly string InOrder = Columns.Select + " ORDER BY branch";

    private readonly TrackedRows<Certificate> _certificates = new(Columns);

    public IReadOnlyList<Certificate> Certificates => _certificates;

    public string Query => InOrder;

    public void Put(Certificate certificate) => _certificates.Add(certificate);

    public void Read(CaseFile file, NpgsqlDataReader rows) => _certificates.Read(file, rows);

    public void Write(CaseFile file, Statements statements) => _certificates.Write(file, statements);
}
