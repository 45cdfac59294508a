using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Installations;
using ParallelApproval.Statistics;
using ParallelApproval.Supervision;

namespace ParallelApproval.Bulletins;

/// <summary>What daily and weekly bulletins say (日报、周报事实), as it was at an instant: one round trip each. Drills are left out.</summary>
internal sealed class ClockFacts(
    NpgsqlDataSource source,
    CatalogueRegister catalogue,
    CalendarRegister calendars,
    InstallationRegister installation,
    DamagedRecords damaged
)
{
    public async Task<DailyBulletin> DailyAsync(BulletinPeriod day, BulletinCover cover, CancellationToken cancellation)
    {
        var (cards, near, held) = await source.ReadAsync(
            CardsRaised.Between(day.From, day.To),
            PromisesKept.Near(Seen(day, cover)),
            DaysOfHolders.Between(day.FirstDay, day.LastDay),
            cancellation,
            damaged
        );
        return new(
            cover,
            [.. cards.Select(Line).OfType<DailyCard>()],
            WholeCasesOnce(near.Select(Line).OfType<NearDue>(), line => line.CaseNumber, line => line.Branch),
            DaysHeldLine.Of(held, catalogue)
        );
    }

    public async Task<WeeklyBulletin> WeeklyAsync(BulletinPeriod week, BulletinCover cover, CancellationToken cancellation)
    {
        var (late, held) = await source.ReadAsync(
            PromisesKept.Late(Seen(week, cover)),
            DaysOfHolders.Between(week.FirstDay, week.LastDay),
            cancellation,
            damaged
        );
        var last = cover.AsOf < week.To ? cover.AsOf.OfficialDate() : week.LastDay;
        return new(
            cover,
            WholeCasesOnce(late.Select(promise => Line(promise, last)).OfType<LateMatter>(), line => line.CaseNumber, line => line.Branch),
            DaysHeldLine.Of(held, catalogue)
        );
    }

    private PeriodSeen Seen(BulletinPeriod period, BulletinCover cover) =>
        new(
            period.From,
            period.To,
            cover.AsOf,
            period.FirstDay,
            period.LastDay,
            CaseNumber.Of(installation.Region, period.Next.FirstDay, 1)
        );

    // A case whose department stands on the list already need not stand there once more by itself.
    private static List<T> WholeCasesOnce<T>(IEnumerable<T> found, Func<T, string> caseOf, Func<T, int?> branchOf)
    {
        var matters = found.ToList();
        var withBranch = matters.Where(matter => branchOf(matter) is not null).Select(caseOf).ToHashSet(StringComparer.Ordinal);
        return [.. matters.Where(matter => branchOf(matter) is not null || !withBranch.Contains(caseOf(matter)))];
    }

    private DailyCard? Line(CardOfItem raised)
    {
        var (number, card) = (raised.Number, raised.Card);
        var item = raised.ItemCode is { } code ? catalogue.Version(code, raised.ItemVersion!.Value) : null;
        if (item is { IsDrill: true })
            return null;
        return new(
            number.ToString(),
            card.Point,
            card.Colour,
            card.Status,
            number.File.IsOfCentre ? null : number.File.ToString(),
            BranchOf(card.Branch),
            item?.ItemCode,
            card.Department,
            card.Officer,
            card.Reason,
            card.Facts,
            card.RaisedAt.InShanghai(),
            card.AnswerDue?.InShanghai()
        );
    }

    private NearDue? Line(PromiseNear promise) =>
        catalogue.Version(promise.ItemCode, promise.ItemVersion) is { IsDrill: false } item
            ? new(
                promise.Case.ToString(),
                BranchOf(promise.Branch),
                item.ItemCode,
                promise.Department ?? item.LeadDepartmentCode,
                promise.Officer,
                promise.DueOn,
                promise.Colour
            )
            : null;

    private LateMatter? Line(PromiseLate promise, DateOnly last)
    {
        if (catalogue.Version(promise.ItemCode, promise.ItemVersion) is not { IsDrill: false } item)
            return null;
        var ended = promise.EndedOn is { } end && end <= last ? end : (DateOnly?)null;
        var (answer, reply) = (promise.Answer, promise.Reply);
        var isCard = answer is not null && (reply is null || answer.At >= reply.At);
        return new(
            promise.Case.ToString(),
            BranchOf(promise.Branch),
            item.ItemCode,
            promise.Department ?? item.LeadDepartmentCode,
            promise.Officer,
            promise.DueOn,
            ended,
            Days(promise.DueOn, ended ?? last),
            CauseOf(isCard ? answer!.Cause : reply?.Cause, promise.IsTold),
            isCard ? answer!.Explanation : reply?.Findings,
            promise.Card?.ToString(),
            promise.Order?.ToString()
        );
    }

    private static LateCause CauseOf(CauseCode? given, bool isTold) =>
        given switch
        {
            null => isTold ? LateCause.WaitedForAnother : LateCause.NotGivenYet,
            CauseCode.System => LateCause.System,
            CauseCode.Materials => LateCause.Materials,
            CauseCode.Staff => LateCause.Staff,
            CauseCode.External => LateCause.External,
            _ => LateCause.HigherLevel,
        };

    private int? Days(DateOnly due, DateOnly until) =>
        calendars.Current.WorkingDaysBetween(due, until) is { IsError: false } days ? days.Value : null;

    private static int? BranchOf(int branch) => branch == Clock.OfCase ? null : branch;
}
