using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Imports;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Imports;

/// <summary>Who may take in a kind of thing by sheets: who may enter one of it (导入权限).</summary>
internal static class ImportVerbs
{
    public static Verb Of(ImportKind kind) =>
        kind switch
        {
            ImportKind.Departments => Verb.Of<KeepDepartment>(),
            ImportKind.Officers => Verb.Of<KeepOfficer>(),
            ImportKind.Windows => Verb.Of<KeepWindow>(),
            ImportKind.Letters => Verb.Of<GrantAuthorisation>(),
            ImportKind.Interests => Verb.Of<RegisterInterests>(),
            ImportKind.Blocks => Verb.Of<BlockApplicant>(),
            ImportKind.Materials => Verb.Of<KeepMaterial>(),
            ImportKind.ListedItems => Verb.Of<ListItem>(),
            _ => Verb.Of<EditCatalogue>(),
        };

    /// <summary>The kinds that an officer may take in, in the order in which one needs the other.</summary>
    public static IReadOnlyList<ImportKind> For(Caller caller) => [.. Enum.GetValues<ImportKind>().Where(kind => caller.May(Of(kind)))];
}
