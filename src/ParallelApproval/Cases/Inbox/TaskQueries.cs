using Microsoft.EntityFrameworkCore;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>A department's inbox (待办列表): what lies on its desk, most urgent first, a page at a time.</summary>
public sealed class TaskQueries(IDbContextFactory<ApprovalDbContext> contexts, CalendarRegister calendars, DamagedRecords damaged)
{
    private static readonly BranchStatus[] IsWithDepartment =
    [
        BranchStatus.InReview,
        BranchStatus.ReadyToSign,
        BranchStatus.Stopped,
        BranchStatus.CorrectionRequested,
    ];

    public async Task<TaskPage> InboxAsync(TaskFilter filter, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var limit = Math.Clamp(filter.Limit, 1, CaseQueries.LongestPage);
        var (found, isMore) = await Narrow(db, filter, now)
            .OrderBy(task => task.Clock.DueOn)
            .ThenBy(task => task.Branch.CaseKey)
            .ThenBy(task => task.Branch.Number)
            .ToSoundPageAsync(limit, task => task.Branch.CaseKey, nameof(OpenTask), damaged, cancellation);
        var keys = found.Select(task => task.Branch.CaseKey).Distinct().ToArray();
        var cases = (
            await db.Set<CaseRow>()
                .AsNoTracking()
                .Where(row => keys.Contains(row.CaseKey))
                .OrderBy(row => row.CaseKey)
                .ToSoundListAsync(row => row.CaseKey, nameof(CaseSection), damaged, cancellation)
        ).ToDictionary(row => row.CaseKey);
        var siblings = (
            await db.Set<BranchRow>()
                .AsNoTracking()
                .Where(row => keys.Contains(row.CaseKey))
                .OrderBy(row => row.CaseKey)
                .ThenBy(row => row.Number)
                .ToSoundListAsync(row => row.CaseKey, nameof(BranchSection), damaged, cancellation)
        ).ToLookup(row => row.CaseKey);
        return new(
            [
                .. from task in found
                where cases.ContainsKey(task.Branch.CaseKey)
                select Line(task, cases[task.Branch.CaseKey], siblings[task.Branch.CaseKey], now),
            ],
            isMore ? TaskCursor.Of(found[^1]) : null
        );
    }

    private static IQueryable<BranchRow> OnDesks(ApprovalDbContext db, TaskFilter filter)
    {
        var branches = db.Set<BranchRow>().AsNoTracking().Where(row => IsWithDepartment.Contains(row.Status));
        if (filter.Departments is { } bodies)
            branches = branches.Where(row => bodies.Contains(row.Department));
        if (filter.Department is { } department)
            branches = branches.Where(row => row.Department == department);
        if (filter.Status is { } status)
            branches = branches.Where(row => row.Status == status);
        if (filter.Holder is { } holder)
            branches = branches.Where(row => row.Holder == holder);
        if (filter.IsFree)
            branches = branches.Where(row => row.Holder == null);
        if (filter.MaySign)
            branches = branches.Where(row =>
                (row.Status == BranchStatus.InReview || row.Status == BranchStatus.ReadyToSign)
                && !db.Set<BranchRow>()
                    .Any(other =>
                        other.CaseKey == row.CaseKey
                        && row.Hard.Contains(other.Number)
                        && other.Status != BranchStatus.Approved
                        && other.Status != BranchStatus.TimedOut
                        && other.Status != BranchStatus.Disagreed
                        && !(other.Kind == BranchKind.Opinion && other.SettledAt != null)
                    )
            );
        return string.IsNullOrWhiteSpace(filter.Search) ? branches : Search(db, branches, filter.Search.Trim());
    }

    private static IQueryable<BranchRow> Search(ApprovalDbContext db, IQueryable<BranchRow> branches, string sought)
    {
        if (CaseNumber.TryParse(sought, out var number))
            return branches.Where(row => row.CaseKey == number.Key);
        var pattern = WrittenAlike.Pattern(sought);
        return branches.Where(row =>
            row.Result.Contains(sought)
            || db.Set<CaseRow>()
                .Any(@case =>
                    @case.CaseKey == row.CaseKey
                    && (EF.Functions.Like(@case.ApplicantName, pattern, "\\") || @case.ItemName.Contains(sought))
                )
        );
    }

    private static IQueryable<OpenTask> Narrow(ApprovalDbContext db, TaskFilter filter, DateTimeOffset now)
    {
        var branches = OnDesks(db, filter);
        var clocks = db.Set<ClockRow>().AsNoTracking();
        if (filter.Colour is { } colour)
            clocks = clocks.Where(ColourFilter.Shows(colour, now));
        var kind = filter.Colour is { } shown ? ColourFilter.KindOf(shown) : ClockKind.Promised;
        var tasks =
            from branch in branches
            join clock in clocks.Where(clock => clock.Kind == kind && clock.EndedOn == null)
                on new { branch.CaseKey, branch.Number } equals new { clock.CaseKey, Number = clock.Branch }
            select new OpenTask { Branch = branch, Clock = clock };
        return filter.After is { } after
            ? tasks.Where(task =>
                task.Clock.DueOn > after.Due
                || (
                    task.Clock.DueOn == after.Due
                    && (task.Branch.CaseKey > after.CaseKey || (task.Branch.CaseKey == after.CaseKey && task.Branch.Number > after.Branch))
                )
            )
            : tasks;
    }

    private TaskLine Line(OpenTask task, CaseRow @case, IEnumerable<BranchRow> siblings, DateTimeOffset now)
    {
        var (branch, number, calendar) = (task.Branch, new CaseNumber(task.Branch.CaseKey), calendars.Current.In(task.Clock.Area));
        var blockedBy = siblings
            .Where(other => branch.Hard.Contains(other.Number) && !other.Status.Passes())
            .Select(other => other.Number)
            .Order()
            .ToArray();
        return new(
            new TaskNumber(number, branch.Number, branch.Round).ToString(),
            number.ToString(),
            branch.Number,
            branch.Department,
            branch.Result,
            @case.ItemCode,
            @case.ItemName,
            @case.ApplicantName,
            branch.Status,
            branch.Holder,
            blockedBy,
            task.Clock.DueOn,
            ColourFilter.Of(task.Clock, now),
            Lateness.RemainingDays(task.Clock, calendar, now.OfficialDate()) is { IsError: false } days ? days.Value : null,
            HoursLeft(calendar, task.Clock, now)
        );
    }

    // Hours only where they decide: on the last day.
    private static decimal? HoursLeft(WorkingCalendar calendar, ClockRow clock, DateTimeOffset now) =>
        clock.DueOn == now.OfficialDate()
        && OfficeHours.Standard.Between(calendar, now, OfficeHours.Standard.Close(clock.DueOn)) is { IsError: false } left
            ? Math.Round((decimal)left.Value.TotalHours, 1)
            : null;
}

/// <summary>A branch on a desk with the clock that drives it.</summary>
internal sealed class OpenTask
{
    public required BranchRow Branch { get; init; }

    public required ClockRow Clock { get; init; }
}

/// <summary>What an inbox is narrowed to; all conditions hold together.</summary>
/// <param name="Departments">Tasks of these bodies; null for all.</param>
/// <param name="Holder">Only the tasks that this account has claimed.</param>
/// <param name="IsFree">Only those that nobody has claimed.</param>
/// <param name="MaySign">Only those that may be signed at this moment: not stopped, and nothing they depend on is open.</param>
/// <param name="Search">A case number, or a part of the result's, the item's or the applicant's name.</param>
public sealed record TaskFilter(
    string? Department = null,
    BranchStatus? Status = null,
    ClockColour? Colour = null,
    string? Holder = null,
    TaskCursor? After = null,
    int Limit = 50,
    bool IsFree = false,
    bool MaySign = false,
    string? Search = null,
    string[]? Departments = null
);

/// <summary>Where a page of an inbox ended.</summary>
public sealed record TaskCursor(DateOnly Due, long CaseKey, int Branch)
{
    internal static TaskCursor Of(OpenTask last) => new(last.Clock.DueOn, last.Branch.CaseKey, last.Branch.Number);

    /// <summary>As it travels: opaque to the caller.</summary>
    public override string ToString() => FormattableString.Invariant($"{Due:yyyyMMdd}.{CaseKey}.{Branch}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static TaskCursor? Parse(string? text) =>
        text?.Split('.') is [var due, var key, var branch]
        && DateOnly.TryParseExact(due, "yyyyMMdd", out var on)
        && long.TryParse(key, out var caseKey)
        && int.TryParse(branch, out var number)
            ? new(on, caseKey, number)
            : null;
}

/// <summary>A task of the inbox (审批任务).</summary>
/// <param name="BlockedBy">Branches that must sign before this one may; empty when it may sign now.</param>
/// <param name="Colour">Of the promised clock.</param>
/// <param name="RemainingDays">Working days left after today, negative when late; null when the calendar does not reach so far.</param>
/// <param name="RemainingHours">Office hours left on the last day; null on any other.</param>
public sealed record TaskLine(
    string Id,
    string CaseNumber,
    int Branch,
    string Department,
    string Result,
    string ItemCode,
    string ItemName,
    string ApplicantName,
    BranchStatus Status,
    string? Holder,
    int[] BlockedBy,
    DateOnly PromisedDue,
    ClockColour Colour,
    int? RemainingDays,
    decimal? RemainingHours
);

/// <summary>A page of tasks, and where the next one begins; null on the last.</summary>
public sealed record TaskPage(IReadOnlyList<TaskLine> Tasks, TaskCursor? Next);
