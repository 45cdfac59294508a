using System.Text.Json.Nodes;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>What this room keeps in the file of a case.</summary>
public static class FileOfCase
{
    extension(CaseFile file)
    {
        /// <summary>The front page.</summary>
        public Case Case => file.Section<CaseSection>().Case;

        /// <summary>The applicant; null unless the file was taken out with everything in it.</summary>
        public Applicant? Applicant => file.Section<ApplicationSection>().Applicant;

        /// <summary>The form as filled in; a field's value may be any JSON.</summary>
        public JsonObject Form => file.Section<ApplicationSection>().Form;

        /// <summary>The checklist; the file must have been taken out with everything in it.</summary>
        public IReadOnlyList<CaseMaterial> Materials => file.Section<MaterialSection>().Materials;

        /// <summary>Makes the move, as its line in <see cref="CaseMoves"/> says.</summary>
        internal void Move(CaseVerb verb, CaseStatus? to = null) => file.Case.Move(verb, to, file.Act.At);

        internal void Change(CaseMaterial material, Action<CaseMaterial> change) => change(material);
    }

    extension(CatalogueRegister catalogue)
    {
        /// <summary>The item of the case, in the version under which it was received.</summary>
        public ServiceItem ItemOf(CaseFile file) => catalogue.Version(file.Case.ItemCode, file.Case.ItemVersion);
    }

    /// <summary>Codes of the papers that are missing, faulty or deferred.</summary>
    public static IEnumerable<string> Outstanding(this IEnumerable<CaseMaterial> checklist) =>
        checklist
            .Where(material => material.State is MaterialState.Missing or MaterialState.Faulty or MaterialState.Deferred)
            .Select(material => material.Code);

    /// <summary>Codes of the papers that were promised (容缺) and are not there yet.</summary>
    public static IEnumerable<string> Promised(this IEnumerable<CaseMaterial> checklist) =>
        checklist.Where(material => material.State is MaterialState.Deferred).Select(material => material.Code);

    /// <summary>Codes of the papers that are missing or faulty.</summary>
    public static IEnumerable<string> Wanting(this IEnumerable<CaseMaterial> checklist) =>
        checklist.Where(material => material.State is MaterialState.Missing or MaterialState.Faulty).Select(material => material.Code);
}
