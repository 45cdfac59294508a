using ParallelApproval.Cases;
using ParallelApproval.Catalogue;

namespace ParallelApproval.Disposals;

/// <summary>
/// From which day on the file of a closed case may be appraised and destroyed (到期日). The term runs from 1 January after the year in which
/// the case ended, as archives count (for accounts 会计档案管理办法, 财政部、国家档案局令第79号, art. 14, says so: from the first day after the end of the
/// year; 国家档案局令第8号 names the terms and leaves their beginning to the unit). All days are those of Asia/Shanghai. A term never ends within
/// a year, so nobody's file is kept for a shorter time than another's of the same year.
/// </summary>
public static class RetentionTerm
{
    /// <summary>
    /// 未形成决定: it came to no decision on its matter, so its papers are no part of the archive: declined, withdrawn by whomever, or the
    /// acceptance revoked. What was handed on to a competent body was declined here.
    /// </summary>
    public static bool IsUndecided(CaseStatus status) =>
        status is CaseStatus.Declined or CaseStatus.Withdrawn or CaseStatus.AcceptanceRevoked;

    /// <summary>
    /// The first day on which it is due; null when it is kept for ever. Where the item says another term today than when the case was
    /// received, the longer of both holds.
    /// </summary>
    /// <param name="endedOn">The day on which the case was closed.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="versions">The item as it was when the case was received, and as it is today.</param>
    public static DateOnly? DueOn(DateOnly endedOn, CaseStatus status, params ReadOnlySpan<ServiceItem> versions)
    {
        var longest = 0;
        foreach (var item in versions)
            if ((IsUndecided(status) ? item.UndecidedRetentionYears : item.Retention.Years()) is { } years)
                longest = Math.Max(longest, years);
            else
                return null;
        return new DateOnly(endedOn.Year + 1, 1, 1).AddYears(longest);
    }
}
