using ErrorOr;
using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Calendars;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Calendars;

/// <summary>The working calendar (工作日历): a year's days, and the due date of a limit.</summary>
internal static class CalendarEndpoints
{
    private const int LongestLimit = 1_000;

    public static void MapCalendars(this IEndpointRouteBuilder app)
    {
        var calendars = app.MapGroup("/api/calendars").WithTags("Calendars");
        calendars
            .MapGet("/{year:int:range(2000,2100)}", Year)
            .Requires<SeeCalendar>()
            .WithSummary("One year: status, holidays, make-up days");
        calendars
            .MapPut("/{year:int:range(2000,2100)}", ImportAsync)
            .Requires<EditCalendar>()
            .WithSummary("Enter a year from its notice; in force when a second administrator has entered the same");
        calendars
            .MapPost("/{year:int:range(2000,2100)}/read", ReadAsync)
            .Requires<EditCalendar>()
            .WithSummary("Read the sentences of a notice: what was understood, what it changes, what does not fit; enters nothing");
        calendars
            .MapPut("/{year:int:range(2000,2100)}/local-days/{area}", KeepLocalDaysAsync)
            .Requires<EditCalendar>()
            .WithSummary(
                "The days of a year that a body and those below it keep differently, * for the whole district; "
                    + "in force when a second administrator has entered the same"
            );
        calendars
            .MapPost("/{year:int:range(2000,2100)}/local-days/{area}/preview", LookAtLocalDaysAsync)
            .Requires<EditCalendar>()
            .WithSummary("Which open due dates local days would move, old and new; enters nothing");
        calendars
            .MapGet("/local-days/waiting", async (CalendarReader reader, CancellationToken cancellation) =>
                new Listing<WaitingLocalDaysSheet>(await reader.WaitingLocalDaysAsync(cancellation))
            )
            .Requires<EditCalendar>()
            .WithSummary("Local days that one person has entered and that wait for a second one");
        calendars
            .MapGet("/waiting", async (CalendarReader reader, CancellationToken cancellation) =>
                new Listing<WaitingSheet>(await reader.WaitingAsync(cancellation))
            )
            .Requires<EditCalendar>()
            .WithSummary("Years that one person has entered and that wait for a second one, with what they change");
        calendars
            .MapGet("/due", Due)
            .Requires<SeeCalendar>()
            .WithSummary("The last day of a limit of working days, with the days left out and why; of one body, when its area is named");
    }

    private static Results<Ok<CalendarYear>, Refused> Year(int year, CalendarRegister register) =>
        register.Current.Years.FirstOrDefault(held => held.Year == year) is { } found
            ? TypedResults.Ok(found)
            : Refused.With(FrontRefusals.NoSuchYear(year));

    private static async Task<Results<Ok<CalendarEntered>, Refused>> ImportAsync(
        int year,
        NoticeBody entered,
        CallersAct act,
        CalendarReader reader,
        CancellationToken cancellation
    )
    {
        if (entered.Year != year)
            return Refused.With(FrontRefusals.OtherYear(year, entered.Year));
        if (entered is { Holidays: null, Off: null })
            return Refused.With(FrontRefusals.MissingField("holidays"));
        if (entered.Holidays?.Any(holiday => holiday is null) is true)
            return Refused.With(FrontRefusals.WrongType("holidays"));
        var outcome = await reader.EnterAsync(entered.Days(), act, cancellation);
        return outcome.IsError ? new Refused(outcome.Errors) : TypedResults.Ok(outcome.Value);
    }

    private static async Task<Results<Ok<NoticeUnderstood>, Refused>> ReadAsync(
        int year,
        NoticeWords words,
        CalendarReader reader,
        CancellationToken cancellation
    )
    {
        if (words.Text.Length is 0 or > NoticeText.Longest)
            return Refused.With(FrontRefusals.OutOfRange("text", 1, NoticeText.Longest));
        var read = await reader.ReadAsync(words.Text, year, cancellation);
        return read.IsError ? new Refused(read.Errors) : TypedResults.Ok(read.Value);
    }

    private static async Task<Results<Ok<LocalDaysKept>, Refused>> KeepLocalDaysAsync(
        int year,
        string area,
        LocalDaysBody body,
        CallersAct act,
        CalendarReader reader,
        CancellationToken cancellation
    )
    {
        var command = Command(year, area, body);
        if (command.IsError)
            return new Refused(command.Errors);
        var kept = await reader.KeepAsync(command.Value, act, cancellation);
        return kept.IsError ? new Refused(kept.Errors) : TypedResults.Ok(kept.Value);
    }

    private static async Task<Results<Ok<LocalDaysKept>, Refused>> LookAtLocalDaysAsync(
        int year,
        string area,
        LocalDaysBody body,
        CalendarReader reader,
        CancellationToken cancellation
    )
    {
        var command = Command(year, area, body);
        if (command.IsError)
            return new Refused(command.Errors);
        var look = await reader.LookAsync(command.Value, cancellation);
        return look.IsError ? new Refused(look.Errors) : TypedResults.Ok(look.Value);
    }

    private static ErrorOr<KeepLocalDays> Command(int year, string area, LocalDaysBody body) =>
        body.Days.Any(day => day is null) ? FrontRefusals.WrongType("days") : new KeepLocalDays(year, area, body.Days, body.Basis);

    private static Results<Ok<DueDate>, Refused> Due(
        DateOnly from,
        int days,
        CalendarRegister register,
        OfficerRegister officers,
        string? area = null
    )
    {
        if (area is not null && officers.Departments.All(department => department.Code != area))
            return Refused.With(Refusal.Input("area", RefusalCode.AreaUnknown, ("area", area)));
        if (days is < 0 or > LongestLimit)
            return Refused.With(FrontRefusals.OutOfRange("days", 0, LongestLimit));
        var due = (area is null ? register.Current : register.Current.In(area)).AddWorkingDays(from, days);
        return due.IsError ? new Refused(due.Errors) : TypedResults.Ok(due.Value);
    }
}
