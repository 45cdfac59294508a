using System.Globalization;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>How an application for a renewal (延续) stands to the licence that runs out.</summary>
/// <param name="Expires">The last day of the licence.</param>
/// <param name="DaysBefore">Working days from the receipt to that day; negative when it had passed.</param>
/// <param name="IsTimely">Applied for thirty working days before it at least: silent until then, the office has renewed it.</param>
public sealed record RenewalStanding(DateOnly Expires, int DaysBefore, bool IsTimely);

/// <summary>
/// 延续期限: a licence is to be renewed before it runs out. Whoever applied thirty working days before has the renewal when the office has not
/// decided by then (行政许可法 art. 50); who applied later is warned, and waits like everybody.
/// </summary>
public sealed class RenewalTerm(CatalogueRegister catalogue, CalendarRegister calendars, ClockRules clocks)
{
    /// <summary>Working days before the licence runs out (art. 50, 82).</summary>
    internal const int DaysToApply = 30;

    /// <summary>The last day of the licence as the form names it; null when the item renews nothing.</summary>
    public static DateOnly? ExpiryIn(ServiceItem item, JsonObject form) =>
        item.ExpiryField is { } field
        && DateOnly.TryParseExact(form[field]?.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var expires)
            ? expires
            : null;

    /// <summary>
    /// How the application stands; null when the item renews nothing. Refused as <c>calendar_year_missing</c> when the calendar does not
    /// reach the day.
    /// </summary>
    public ErrorOr<RenewalStanding?> Of(CaseFile file)
    {
        var item = catalogue.ItemOf(file);
        if (ExpiryIn(item, file.Form) is not { } expires)
            return (RenewalStanding?)null;
        var days = calendars.Current.In(item.LeadDepartmentCode).WorkingDaysBetween(file.Case.ReceivedAt.OfficialDate(), expires);
        return days.IsError ? days.Errors : new RenewalStanding(expires, days.Value, days.Value >= DaysToApply);
    }

    /// <summary>The case is accepted: from now on the silence of the office renews what was applied for in time.</summary>
    internal ErrorOr<Success> Begin(CaseFile file)
    {
        var standing = Of(file);
        if (standing.IsError)
            return standing.Errors;
        if (standing.Value is not { IsTimely: true, Expires: var expires })
            return Result.Success;
        // It ends with the licence, whatever days lie between; when that is no working day, with the next one (民法典 art. 203, by analogy).
        var limit = clocks.Start(file, Clock.OfCase, ClockKind.Renewal, 0, expires, catalogue.ItemOf(file).LeadDepartmentCode);
        return limit.IsError ? limit.Errors : Result.Success;
    }
}
