using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>等我办理: everything beside the tasks of the inbox that waits for one officer's act, the most urgent first.</summary>
public sealed class WaitingQueries(IEnumerable<ITellWaiting> rooms)
{
    public async Task<IReadOnlyList<WaitingAct>> ForAsync(Officer officer, DateTimeOffset now, CancellationToken cancellation)
    {
        var waiting = new List<WaitingAct>();
        foreach (var room in rooms)
            waiting.AddRange(await room.ForAsync(officer, now, cancellation));
        return
        [
            .. waiting
                .OrderBy(act => act.DueAt ?? DateTimeOffset.MaxValue)
                .ThenBy(act => act.Subject, StringComparer.Ordinal)
                .ThenBy(act => act.Branch),
        ];
    }
}

/// <summary>A room that knows of acts that wait for an officer (待办来源).</summary>
public interface ITellWaiting
{
    Task<IReadOnlyList<WaitingAct>> ForAsync(Officer officer, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>An act that waits for an officer (等我办理事项).</summary>
/// <param name="Subject">The task, case, card, order or rating, by its number.</param>
/// <param name="Branch">Null when it is about no single branch.</param>
/// <param name="Since">Since when it has waited, where that is known.</param>
/// <param name="DueAt">Until when it is to be done; null where no limit runs.</param>
/// <param name="Colour">Of its clock: red once the limit has passed, yellow on the last day, else green.</param>
public sealed record WaitingAct(
    WaitingKind Kind,
    string Subject,
    string? CaseNumber,
    int? Branch,
    DateTimeOffset? Since,
    DateTimeOffset? DueAt,
    ClockColour Colour
)
{
    internal static ClockColour ColourOf(DateTimeOffset? dueAt, DateTimeOffset now) =>
        dueAt is not { } due ? ClockColour.Green
        : due <= now ? ClockColour.Red
        : due.AddTicks(-1).OfficialDate() <= now.OfficialDate() ? ClockColour.Yellow
        : ClockColour.Green;
}

/// <summary>What somebody waits for.</summary>
public enum WaitingKind
{
    /// <summary>材料变更确认: whether a decision stands on a paper that was replaced.</summary>
    Confirmation,

    /// <summary>回避决定.</summary>
    Recusal,

    /// <summary>延期决定: the longer limit that a department has asked for.</summary>
    BranchExtension,

    /// <summary>踏勘结论: the conclusion of a department that was called to a visit.</summary>
    VisitConclusion,

    /// <summary>踏勘汇总: the closing of a visit by the lead.</summary>
    VisitClosing,

    /// <summary>再次补正特批.</summary>
    SecondCorrection,

    /// <summary>承诺核查.</summary>
    FollowUp,

    /// <summary>无人可办: a step that nobody of its department could do today; a letter is to be given, or an officer found.</summary>
    Vacancy,

    /// <summary>初审上报: a case that the body must send up, where none of its approvers is there and its clerk may do it.</summary>
    Review,

    /// <summary>申诉复核, of a card.</summary>
    CardAppeal,

    /// <summary>督办延期审批.</summary>
    OrderExtension,

    /// <summary>督办反馈审核.</summary>
    OrderReply,

    /// <summary>亮牌说明: the answer of the department to a card.</summary>
    CardAnswer,

    /// <summary>督办办理: an order that the department has to sign for, or to reply to.</summary>
    OrderTask,

    /// <summary>抄送督办单: an order copied to the department, for information while it is open; there is nothing to be done.</summary>
    OrderCopy,
}

/// <summary>What waits in cases.</summary>
internal sealed class WaitingInCases(
    IDbContextFactory<ApprovalDbContext> contexts,
    CatalogueRegister catalogue,
    OfficerRegister officers,
    WhoseTurn turn,
    AuthorityAlarms alarms
) : ITellWaiting
{
    private static readonly ClockKind[] Asked = [ClockKind.Confirmation, ClockKind.Recusal, ClockKind.FollowUp];

    public async Task<IReadOnlyList<WaitingAct>> ForAsync(Officer officer, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return
        [
            .. await AskedAsync(db, officer, now, cancellation),
            .. await ExtensionsAsync(db, officer, now, cancellation),
            .. await VisitsAsync(db, officer, now, cancellation),
            .. await SecondCorrectionsAsync(db, officer, cancellation),
            .. await ReviewsAsync(db, officer, now, cancellation),
            .. await VacanciesAsync(officer, now, cancellation),
        ];
    }

    private async Task<List<WaitingAct>> AskedAsync(
        ApprovalDbContext db,
        Officer officer,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var running = await (
            from clock in db.Set<ClockRow>().AsNoTracking()
            where clock.EndedOn == null && Asked.Contains(clock.Kind)
            join row in db.Set<CaseRow>() on clock.CaseKey equals row.CaseKey
            join part in db.Set<BranchRow>()
                on new { clock.CaseKey, Number = clock.Branch } equals new { part.CaseKey, part.Number }
                into parts
            from branch in parts.DefaultIfEmpty()
            select new
            {
                Clock = clock,
                row.ItemCode,
                row.ItemVersion,
                Branch = branch,
                Signer = db.Set<DecisionRow>()
                    .Where(decision => decision.CaseKey == clock.CaseKey && decision.Branch == clock.Branch)
                    .OrderByDescending(decision => decision.Round)
                    .Select(decision => decision.SignedBy)
                    .FirstOrDefault(),
            }
        ).ToListAsync(cancellation);
        return
        [
            .. from line in running
            let kind = line.Clock.Kind
            where
                kind switch
                {
                    ClockKind.Confirmation => turn.IsAsked(officer, line.Branch?.Department, line.Signer, now.OfficialDate()),
                    ClockKind.Recusal => turn.IsHead(officer) && line.Branch?.RecusalOf != officer.UserName,
                    _ => turn.IsAsked(
                        officer,
                        catalogue.Version(line.ItemCode, line.ItemVersion).LeadDepartmentCode,
                        null,
                        now.OfficialDate()
                    ),
                }
            let number = new CaseNumber(line.Clock.CaseKey).ToString()
            select new WaitingAct(
                kind switch
                {
                    ClockKind.Confirmation => WaitingKind.Confirmation,
                    ClockKind.Recusal => WaitingKind.Recusal,
                    _ => WaitingKind.FollowUp,
                },
                kind is ClockKind.Confirmation
                    ? new TaskNumber(new(line.Clock.CaseKey), line.Branch!.Number, Math.Max(line.Branch.Round, 1)).ToString()
                    : number,
                number,
                line.Branch?.Number,
                line.Clock.StartedOn.At(TimeOnly.MinValue),
                line.Clock.DueAt.InShanghai(),
                ColourFilter.Of(line.Clock, now)
            ),
        ];
    }

    // Granted before the limit has passed, or not at all (行政许可法 art. 42).
    private async Task<List<WaitingAct>> ExtensionsAsync(
        ApprovalDbContext db,
        Officer officer,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (!turn.IsHead(officer))
            return [];
        var asked = await (
            from branch in db.Set<BranchRow>().AsNoTracking()
            where branch.ExtensionAsked != null
            select new
            {
                branch.CaseKey,
                branch.Number,
                branch.ExtensionAsked,
                DueAt = db.Set<ClockRow>()
                    .Where(clock =>
                        clock.CaseKey == branch.CaseKey
                        && clock.Branch == branch.Number
                        && clock.Kind == ClockKind.Legal
                        && clock.EndedOn == null
                    )
                    .Max(clock => (DateTimeOffset?)clock.DueAt),
            }
        ).ToListAsync(cancellation);
        return asked.ConvertAll(line =>
        {
            var (number, due) = (new CaseNumber(line.CaseKey).ToString(), line.DueAt?.InShanghai());
            var request = JsonSerializer.Deserialize<ExtensionRequest>(line.ExtensionAsked!, HouseJson.Options)!;
            return new WaitingAct(
                WaitingKind.BranchExtension,
                number,
                number,
                line.Number,
                request.At.InShanghai(),
                due,
                WaitingAct.ColourOf(due, now)
            );
        });
    }

    private async Task<List<WaitingAct>> VisitsAsync(
        ApprovalDbContext db,
        Officer officer,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (!officer.Is(Role.Approver))
            return [];
        var found = await (
            from visit in db.Set<SiteVisitRow>().AsNoTracking()
            join row in db.Set<CaseRow>() on visit.CaseKey equals row.CaseKey
            where row.ClosedAt == null
            select new
            {
                visit.CaseKey,
                visit.Document,
                row.ItemCode,
                row.ItemVersion,
            }
        ).ToListAsync(cancellation);
        var visits = found
            .Select(line => (Line: line, Visit: JsonSerializer.Deserialize<SiteVisit>(line.Document, HouseJson.Options)!))
            .Where(line => line.Visit.ClosedAt is null)
            .ToList();
        var keys = visits.Select(line => line.Line.CaseKey).Distinct().ToArray();
        var branches = (
            await db.Set<BranchRow>()
                .AsNoTracking()
                .Where(row => keys.Contains(row.CaseKey) && row.Department == officer.DepartmentCode)
                .ToListAsync(cancellation)
        ).ToLookup(row => row.CaseKey);
        var waiting = new List<WaitingAct>();
        foreach (var (line, visit) in visits)
        {
            var number = new CaseNumber(line.CaseKey).ToString();
            var open = visit.Participants.Except(visit.Conclusions.Select(conclusion => conclusion.Branch)).ToArray();
            waiting.AddRange(
                from branch in branches[line.CaseKey]
                where open.Contains(branch.Number) && turn.IsAsked(officer, branch.Department, branch.Holder, now.OfficialDate())
                select Visit(WaitingKind.VisitConclusion, branch.Number)
            );
            var lead = catalogue.Version(line.ItemCode, line.ItemVersion).LeadDepartmentCode;
            if (turn.ClosesVisit(officer, visit, lead, now, now.OfficialDate()))
                waiting.Add(Visit(WaitingKind.VisitClosing, null));

            WaitingAct Visit(WaitingKind kind, int? branch) =>
                new(kind, number, number, branch, null, visit.At.InShanghai(), WaitingAct.ColourOf(visit.At, now));
        }

        return waiting;
    }

    private async Task<List<WaitingAct>> SecondCorrectionsAsync(ApprovalDbContext db, Officer officer, CancellationToken cancellation)
    {
        if (!officer.Is(Role.Supervisor) || officers.Department(officer.DepartmentCode) is not { Tier: Tier.District })
            return [];
        var asked = await db.Set<CaseRow>()
            .AsNoTracking()
            .Where(row => row.ClosedAt == null && row.SecondCorrectionAskedAt != null && row.Status == CaseStatus.CorrectionRequested)
            .OrderBy(row => row.CaseKey)
            .Select(row => new { row.CaseKey, row.SecondCorrectionAskedAt })
            .ToListAsync(cancellation);
        return asked.ConvertAll(row =>
        {
            var number = new CaseNumber(row.CaseKey).ToString();
            return new WaitingAct(
                WaitingKind.SecondCorrection,
                number,
                number,
                null,
                row.SecondCorrectionAskedAt!.Value.InShanghai(),
                null,
                ClockColour.Green
            );
        });
    }

    private async Task<IEnumerable<WaitingAct>> ReviewsAsync(
        ApprovalDbContext db,
        Officer officer,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (officer.DepartmentCode is not { } body || !officer.Is(Role.Clerk))
            return [];
        var open = await (
            from branch in db.Set<BranchRow>().AsNoTracking()
            where branch.Department == body && branch.Kind == BranchKind.Referral && AuthorityAlarms.Open.Contains(branch.Status)
            orderby branch.CaseKey
            select new
            {
                branch.CaseKey,
                branch.Number,
                branch.Excluded,
                branch.OpenedAt,
                DueAt = db.Set<ClockRow>()
                    .Where(clock =>
                        clock.CaseKey == branch.CaseKey
                        && clock.Branch == branch.Number
                        && clock.Kind == ClockKind.Promised
                        && clock.EndedOn == null
                    )
                    .Max(clock => (DateTimeOffset?)clock.DueAt),
            }
        ).ToListAsync(cancellation);
        return open.Where(line => turn.SendsUp(officer, body, line.Excluded, now.OfficialDate()))
            .Select(line =>
            {
                var (number, due) = (new CaseNumber(line.CaseKey).ToString(), line.DueAt?.InShanghai());
                return new WaitingAct(
                    WaitingKind.Review,
                    number,
                    number,
                    line.Number,
                    line.OpenedAt?.InShanghai(),
                    due,
                    WaitingAct.ColourOf(due, now)
                );
            });
    }

    private async Task<IEnumerable<WaitingAct>> VacanciesAsync(Officer officer, DateTimeOffset now, CancellationToken cancellation) =>
        turn.WatchesVacancies(officer)
            ? (await alarms.FindAsync(now.OfficialDate(), cancellation)).Select(vacant => new WaitingAct(
                WaitingKind.Vacancy,
                vacant.CaseNumber,
                vacant.CaseNumber,
                vacant.Branch,
                null,
                null,
                ClockColour.Red
            ))
            : [];
}
