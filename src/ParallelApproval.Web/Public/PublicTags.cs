using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Public;

/// <summary>
/// What anybody is told became of an application (公众可见的办理结果): in Chinese by the kind of power, for only a licence is 不予许可; a birth
/// certificate is 不予确认.
/// </summary>
internal static class PublicTags
{
    /// <param name="kind">事项类型 of the branch; null when it is not known any more.</param>
    public static string Of(BranchStatus status, string? kind) =>
        status switch
        {
            BranchStatus.Refused when IsSpoken(kind) => PowerWords.Of(kind).Refused,
            BranchStatus.Blocked when IsSpoken(kind) => "前置未通过，" + PowerWords.Of(kind).Refused,
            _ => Names.Of(status),
        };

    /// <summary>Of the whole case: a licence when one of its parts is, as on its papers.</summary>
    public static string Of(CaseStatus status, IEnumerable<string?> kinds)
    {
        var all = kinds.ToList();
        var kind = all.Contains(PowerWords.Licence) ? PowerWords.Licence : all.FirstOrDefault();
        return status is CaseStatus.Refused && IsSpoken(kind) ? PowerWords.Of(kind).Refused : Names.Of(status);
    }

    /// <summary>事项类型 of a branch that is known by whose it is and what it grants.</summary>
    public static string? KindOf(ServiceItem? item, string department, string certificate) =>
        item?.Branches.FirstOrDefault(part => part.DepartmentCode == department && part.Certificate == certificate)?.ItemType;

    // The general word is that of a licence.
    private static bool IsSpoken(string? kind) => kind is not (null or PowerWords.Licence) && !ReaderLanguage.IsEnglish;
}
