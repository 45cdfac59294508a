using System.Text.Json;
using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 等待工作日: waits until so many working days before or after a day of the case, and goes on when the office opens on that day (9:00,
/// Asia/Shanghai); at once when that has passed. A limit that moves, because a clock is stopped or extended or the calendar changes, takes
/// the wait with it; one that has ended is waited for no more.
/// </summary>
internal sealed class WaitWorkingDaysActivity(CalendarRegister calendars, CatalogueRegister catalogue) : TimedActivity
{
    public const string TypeName = "ParallelApproval.WaitWorkingDays";
    public const string Due = "Due";
    public const string Over = "Over";

    /// <summary>Longer than any limit of the law.</summary>
    public const int MostDays = 1_000;

    internal const string Before = "Before";

    private const string Promise = "Promise",
        LegalLimit = "LegalLimit",
        Receipt = "Receipt",
        Acceptance = "Acceptance",
        Arrival = "Arrival";

    /// <summary>Days that lie ahead, so that one may wait for a day before them.</summary>
    internal static readonly string[] Ahead = [Promise, LegalLimit];

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("等待工作日", "Wait for working days"),
            new(
                "等到承诺、法定期限之前或受理、收件之后若干工作日的上班时刻；期限变动则随之变动。",
                "Waits until so many working days before a limit, or after receipt or acceptance, when the office opens; moves with "
                    + "the limit."
            )
        )
        {
            Kind = ActivityKind.Task,
            Inputs =
            [
                new("Days", "Int32", new("工作日数", "Working days"), new("0 至 1000。", "0 to 1000.")) { IsRequired = true },
                new("Direction", "String", new("之前或之后", "Before or after"), new("相对于所选日期。", "Seen from the chosen day."))
                {
                    UiHint = "dropdown",
                    DefaultValue = JsonSerializer.SerializeToElement(Before),
                    Choices = [new(Before, new("之前", "Before")), new("After", new("之后", "After"))],
                },
                new("Of", "String", new("所选日期", "Which day"), new("从哪一天数起。", "From which day it is counted."))
                {
                    UiHint = "dropdown",
                    DefaultValue = JsonSerializer.SerializeToElement(Promise),
                    Choices =
                    [
                        new(Promise, new("承诺时限到期日", "The last promised day")),
                        new(LegalLimit, new("法定时限到期日", "The last lawful day")),
                        new(Receipt, new("收件日", "The day of receipt")),
                        new(Acceptance, new("受理日", "The day of acceptance")),
                        new(Arrival, new("流程到达本步之日", "The day on which the flow comes here")),
                    ],
                },
                new(
                    "Branch",
                    "Int32",
                    new("分支编号", "Branch number"),
                    new("承诺或法定时限取自该分支；留空为整件。", "Whose limit it is; empty: the whole case's.")
                ),
            ],
            Ports = [new(Due, new("到时", "Due")), new(Over, new("已无需等待", "No longer needed"))],
        };

    public override ErrorOr<Wait> Look(CaseFile file, ActivityRequest request, DateTimeOffset begunAt)
    {
        var days = Math.Clamp(request.Number("days") ?? 0, 0, MostDays);
        var of = request.Text("of") ?? Promise;
        var area = catalogue.ItemOf(file).IntakeDepartmentCode;
        DateOnly? day;
        if (Ahead.Contains(of))
        {
            var clock = file.LatestClock(request.Number("branch") ?? Clock.OfCase, of is Promise ? ClockKind.Promised : ClockKind.Legal);
            if (clock is { IsEnded: true } || file.Case.Status.IsClosed())
                return new Wait(null, Over);
            (day, area) = (clock?.DueOn, clock?.Area ?? area);
        }
        else if (file.Case.Status.IsClosed())
            return new Wait(null, Over);
        else
            day = (
                of switch
                {
                    Receipt => file.Case.ReceivedAt,
                    Acceptance => file.Case.AcceptedAt,
                    _ => begunAt,
                }
            )?.OfficialDate();

        if (day is not { } from)
            return new Wait(null);
        var calendar = calendars.Current.In(area);
        var until =
            (request.Text("direction") ?? Before) is Before
                ? Back(calendar, from, days)
                : calendar.AddWorkingDays(from, days).Then(due => due.Due);
        return until.Then(on =>
            on.At(OfficeHours.Standard.Opens) is var opens && opens <= file.Act.At ? new Wait(opens, Due) : new Wait(opens)
        );
    }

    private static ErrorOr<DateOnly> Back(WorkingCalendar calendar, DateOnly from, int days)
    {
        for (var left = days; left > 0; )
        {
            from = from.AddDays(-1);
            var works = calendar.IsWorkingDay(from);
            if (works.IsError)
                return works.Errors;
            if (works.Value)
                left--;
        }

        return from;
    }
}
