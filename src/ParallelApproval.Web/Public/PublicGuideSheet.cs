using ParallelApproval.Catalogue;
using ParallelApproval.Organisation;
using ParallelApproval.Publication;
using ParallelApproval.Web.Catalogue;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Public;

/// <summary>The guide to one item (办事指南).</summary>
/// <param name="NineFields">In Chinese as the guide prints them.</param>
internal sealed record PublicGuideSheet(
    ItemLine Item,
    NineFields NineFields,
    string LeadDepartment,
    string Target,
    int LegalDays,
    IReadOnlyList<PublicGuideBranch> Branches,
    IReadOnlyList<PublicGuidePaper> Papers
)
{
    public static PublicGuideSheet Of(ItemGuide guide, OfficerRegister officers)
    {
        var item = guide.Item;
        return new(
            ItemLine.Of(item),
            guide.Fields,
            NameOf(officers, item.LeadDepartmentCode),
            item.Target,
            item.LegalDays,
            [
                .. item.Branches.Select(branch => new PublicGuideBranch(
                    branch.Number,
                    NameOf(officers, branch.DepartmentCode),
                    ReaderLanguage.IsEnglish ? branch.CertificateEn : branch.Certificate,
                    branch.PromisedDay,
                    branch.IsOptional
                )),
            ],
            [
                .. item
                    .Materials.Where(paper => paper.IsAsked)
                    .Select(paper => new PublicGuidePaper(
                        paper.Code,
                        ReaderLanguage.IsEnglish ? paper.NameEn : paper.Name,
                        paper.Form,
                        paper.Copies,
                        paper.IsDeferrable
                    )),
            ]
        );
    }

    private static string NameOf(OfficerRegister officers, string code) =>
        officers.Department(code)?.NameIn(ReaderLanguage.IsEnglish) ?? code;
}

/// <summary>One department's part.</summary>
/// <param name="PromisedDay">The working day by the end of which it signs.</param>
internal sealed record PublicGuideBranch(int Number, string Department, string Certificate, int PromisedDay, bool IsOptional);

/// <summary>A paper that the applicant brings.</summary>
internal sealed record PublicGuidePaper(string Code, string Name, MaterialForm Form, int Copies, bool IsDeferrable);
