using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;

namespace ParallelApproval.Notices;

/// <summary>
/// Makes the notices of what happened (发通知): to the applicant what becomes of his case, to officers what lies on their desk.
/// </summary>
internal sealed class MakeNotices(
    HouseStore house,
    CasesTold cases,
    OfficerRegister officers,
    Uncollected uncollected,
    InstallationRegister installation,
    TimeProvider time,
    Vault vault
) : IListener
{
    public string Name => "notices";

    /// <summary>Nobody is told today what became of a case long ago.</summary>
    public bool HearsThePast => false;

    public IReadOnlyCollection<Type> Kinds { get; } =
    [
        typeof(CaseReceived),
        typeof(CaseAccepted),
        typeof(CorrectionNotified),
        typeof(BranchCorrectionRequested),
        typeof(PromisesMoved),
        typeof(CaseDeclined),
        typeof(CaseDecided),
        typeof(CaseDelivered),
        typeof(SiteVisitClosed),
        typeof(SiteInspected),
        typeof(BranchesOpened),
        typeof(DepartmentReminded),
        typeof(TaskReassigned),
        typeof(ClockTurned),
        typeof(TaskFreed),
        typeof(TaskTakenOver),
        typeof(MaterialChanged),
        typeof(RecusalAsked),
        typeof(LeadersTold),
        typeof(LimitReminded),
        typeof(SupplementUnanswered),
        typeof(DeferralMissed),
        typeof(BranchStopped),
        typeof(BranchExtended),
        typeof(CaseExtended),
        typeof(SiteVisitCalled),
        typeof(GrantRevoked),
        typeof(CaseWithdrawn),
        typeof(BranchDecided),
        typeof(ApplicantAsked),
        typeof(DecisionWithdrawn),
        typeof(RenewalDeemed),
        typeof(GrantDeemed),
        typeof(HearingRightTold),
        typeof(HearingCalled),
        typeof(FollowUpChecked),
        typeof(PaperCorrected),
    ];

    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        var known = await cases.ReadAsync(batch.Select(heard => heard.Case), cancellation);
        var rows = new NoticeRows(time.GetUtcNow(), installation.SetUp().Value.Centre, vault);
        await house.NoteAsync(
            statements =>
            {
                foreach (var heard in batch)
                {
                    if (!known.TryGetValue(heard.Case.Key, out var told))
                        continue;
                    TellApplicant(rows, heard, told);
                    TellOfficers(rows, heard, told);
                    if (heard.As<CaseDecided>() is { } decided && IsToCollect(decided, told))
                        uncollected.Begin(statements, heard);
                    if (heard.As<CaseDelivered>() is not null)
                        Uncollected.End(statements, heard);
                }

                rows.Store(statements);
            },
            cancellation
        );
    }

    private static void TellApplicant(NoticeRows rows, Heard heard, CaseTold told)
    {
        void Tell(NoticeKind kind, Told facts) => rows.ToApplicant(heard.Case, heard.Event.Sequence, kind, told, facts);
        if (heard.As<CaseReceived>() is not null)
            Tell(NoticeKind.Received, told.Facts);
        else if (heard.As<CaseAccepted>() is { } accepted)
            Tell(NoticeKind.Accepted, told.Facts with { Day = NoticeTexts.Day(accepted.PromisedDue) });
        else if (heard.As<CorrectionNotified>() is { } notified)
            Tell(NoticeKind.CorrectionWanted, told.Facts with { Count = notified.Faults.Length, Day = Day(notified.AnswerDue) });
        else if (heard.As<BranchCorrectionRequested>() is { } requested)
            Tell(NoticeKind.CorrectionWanted, told.Facts with { Count = requested.Faults.Length, Day = Day(requested.AnswerDue) });
        else if (heard.As<PromisesMoved>() is { } moved)
            Tell(NoticeKind.PromiseMoved, Moved(moved, told));
        else if (heard.As<SiteVisitClosed>() is { Defects.Length: > 0 } visited)
            Tell(NoticeKind.DefectsFound, told.Facts with { Count = visited.Defects.Length });
        else if (heard.As<SiteInspected>() is { Defects.Length: > 0 } inspected)
            Tell(NoticeKind.DefectsFound, told.Facts with { Count = inspected.Defects.Length });
        else if (heard.As<CaseDeclined>() is not null)
            Tell(NoticeKind.Declined, told.Facts);
        else if (heard.As<GrantRevoked>() is not null)
            Tell(NoticeKind.GrantRevoked, told.Facts);
        else if (heard.As<PaperCorrected>() is { } corrected && corrected.Kind.IsForApplicant())
            Tell(NoticeKind.PaperCorrected, told.Facts);
        else if (heard.As<CaseWithdrawn>() is not null)
            Tell(NoticeKind.CaseWithdrawn, told.Facts);
        else if ((Course(heard, told) ?? Decision(heard, told)) is { } course)
            Tell(course.Kind, course.Facts);
        else if (heard.As<CaseDecided>() is { } decided)
        {
            Tell(
                decided is { Approved: 0, Refused: 0 } ? NoticeKind.EndedUndecided : NoticeKind.Decided,
                told.Facts with
                {
                    Count = decided.Approved,
                    CountRefused = decided.Refused,
                }
            );
            if (IsToCollect(decided, told))
                Tell(NoticeKind.ReadyToCollect, told.Facts);
        }
    }

    // A refusal is handed over as a grant is; where nothing was decided there is nothing to hand over.
    private static bool IsToCollect(CaseDecided decided, CaseTold told) =>
        decided.Approved + decided.Refused > 0 && told.Delivery is DeliveryWay.Window;

    // What is decided on a part of the case, what the law makes of silence, and where the applicant is heard.
    private static (NoticeKind Kind, Told Facts)? Decision(Heard heard, CaseTold told)
    {
        var facts = told.Facts with { Result = told.Results.GetValueOrDefault(heard.Event.Branch ?? 0, Said.Nothing) };
        if (heard.As<BranchDecided>() is { Verdict: Verdict.Refuse } refused && told.Deciding.Contains(refused.Branch))
            return (NoticeKind.PartRefused, facts);
        if (heard.As<ApplicantAsked>() is { } asked)
            return (NoticeKind.AnswerWanted, facts with { Day = Day(asked.Due) });
        if (heard.As<LimitReminded>() is { Clock: ClockKind.Answer } reminded)
            return (NoticeKind.AnswerDueSoon, facts with { Day = Day(reminded.Due) });
        if (heard.As<DecisionWithdrawn>() is not null)
            return (NoticeKind.DecisionTakenBack, facts);
        if (heard.As<RenewalDeemed>() is not null || heard.As<GrantDeemed>() is not null)
            return (NoticeKind.GrantDeemed, facts);
        if (heard.As<HearingRightTold>() is { } right)
            return (NoticeKind.HearingRight, facts with { Day = Day(right.Due) });
        if (heard.As<HearingCalled>() is { } hearing)
            return (NoticeKind.HearingCalled, facts with { Day = NoticeTexts.Instant(hearing.At), Place = hearing.Place });
        return heard.As<FollowUpChecked>() is { FixBy: { } fixBy } ? (NoticeKind.FixWanted, facts with { Day = Day(fixBy) }) : null;
    }

    // What happens between acceptance and decision, and what becomes of papers that do not come.
    private static (NoticeKind Kind, Told Facts)? Course(Heard heard, CaseTold told)
    {
        var facts = told.Facts with { Result = told.Results.GetValueOrDefault(heard.Event.Branch ?? 0, Said.Nothing) };
        if (heard.As<LimitReminded>() is { Clock: ClockKind.Supplement or ClockKind.Deferral } reminded)
            return (NoticeKind.PapersDueSoon, facts with { Day = Day(reminded.Due) });
        if (heard.As<SupplementUnanswered>() is { } unanswered)
            return (
                NoticeKind.PapersMissed,
                facts with
                {
                    Day = Day(unanswered.Due),
                    Ground = NoticeTexts.Of(unanswered.Rule, unanswered.Branch is not null),
                }
            );
        if (heard.As<DeferralMissed>() is { } missed)
            return (NoticeKind.PapersMissed, facts with { Day = Day(missed.Due), Ground = NoticeTexts.Of(missed.Rule) });
        if (heard.As<BranchStopped>() is { } stopped)
            return (
                NoticeKind.ClockStopped,
                facts with
                {
                    Count = stopped.PlannedDays,
                    Ground = NoticeTexts.Of(stopped.Ground),
                    LegalRunsOn = Enum.TryParse<StopGround>(stopped.Ground, out var ground) && !ground.StopsLegalClock(),
                }
            );
        if (heard.As<BranchExtended>() is { } part)
            return (NoticeKind.LimitExtended, facts with { Count = part.Days });
        if (heard.As<CaseExtended>() is { } whole)
            return (NoticeKind.LimitExtended, facts with { Count = whole.Days, Day = Day(whole.LegalDue) });
        if (heard.As<SiteVisitCalled>() is { } visit)
            return (NoticeKind.VisitCalled, facts with { Day = NoticeTexts.Instant(visit.At), Place = visit.Place });
        // What has been decided on that day is not late.
        return
            told.Status is CaseStatus.Accepted or CaseStatus.InApproval
            && heard.As<ClockTurned>() is { Branch: Clock.OfCase, Clock: ClockKind.Promised, Colour: ClockColour.Red } late
            ? (NoticeKind.PromiseMissed, facts with { Day = Day(late.Due) })
            : null;
    }

    private static string Day(DateOnly? day) => day is { } known ? NoticeTexts.Day(known) : "";

    // One message: of the whole case where its date moves, else of the first branch that moves.
    private static Told Moved(PromisesMoved moved, CaseTold told)
    {
        var first = moved.Moves.OrderBy(move => move.Branch).First();
        return told.Facts with
        {
            Result = told.Results.GetValueOrDefault(first.Branch, Said.Nothing),
            OldDay = NoticeTexts.Day(first.OldDue),
            Day = NoticeTexts.Day(first.NewDue),
        };
    }

    private void TellOfficers(NoticeRows rows, Heard heard, CaseTold told)
    {
        if (heard.As<BranchesOpened>() is { } opened)
            foreach (var number in opened.Branches)
                Tell(NoticeKind.TaskOpened, number, branch => Approvers(branch.Department));
        else if (heard.As<TaskReassigned>() is { } given)
            Tell(
                NoticeKind.TaskReassigned,
                given.Branch,
                _ => given.From is { } from && from != given.To ? [from, given.To] : [given.To],
                who: given.From is { } former
                    ? new(
                        $"{NameOf(former).Chinese} → {NameOf(given.To).Chinese}",
                        $"{NameOf(former).English} → {NameOf(given.To).English}"
                    )
                    : NameOf(given.To)
            );
        else if (heard.As<DepartmentReminded>() is { } reminded)
            foreach (var asked in reminded.Officer is { } one ? [one] : Approvers(reminded.Department))
                rows.ToOfficer(
                    heard.Case,
                    heard.Event.Sequence,
                    NoticeKind.Reminded,
                    reminded.Branch,
                    asked,
                    told.Facts with
                    {
                        Who = new(reminded.Words, reminded.Words),
                    }
                );
        else if (heard.As<TaskFreed>() is { } freed)
            Tell(NoticeKind.TaskFreed, freed.Branch, branch => Approvers(branch.Department).Append(freed.From).Distinct());
        else if (heard.As<TaskTakenOver>() is { } taken)
            Tell(NoticeKind.TaskTakenOver, taken.Branch, _ => Approvers(taken.To), who: BodyOf(taken.From));
        else if (heard.As<MaterialChanged>() is { } changed)
            Tell(
                NoticeKind.ConfirmationAsked,
                changed.Branch,
                branch => branch.Holder is { } holder ? [holder] : Approvers(branch.Department),
                NoticeTexts.Day(changed.Due)
            );
        else if (heard.As<RecusalAsked>() is { } recusal)
            Tell(
                NoticeKind.RecusalAsked,
                recusal.Branch,
                _ => officers.Heads().Select(head => head.UserName),
                NoticeTexts.Day(recusal.Due)
            );
        else if (heard.As<LeadersTold>() is { } report)
            foreach (var head in officers.Heads())
                rows.ToOfficer(
                    heard.Case,
                    heard.Event.Sequence,
                    NoticeKind.LeadersTold,
                    Clock.OfCase,
                    head.UserName,
                    told.Facts with
                    {
                        Who = new(report.Text, report.Text),
                    }
                );
        else if (heard.As<ClockTurned>() is { Branch: not Clock.OfCase, Clock: ClockKind.Promised, Colour: ClockColour.Yellow } turned)
            Tell(
                NoticeKind.TaskDueSoon,
                turned.Branch,
                branch => branch.Holder is { } holder ? [holder] : Approvers(branch.Department),
                NoticeTexts.Day(turned.Due)
            );

        void Tell(NoticeKind kind, int number, Func<BranchFact, IEnumerable<string>> recipients, string day = "", Said? who = null)
        {
            if (!told.Branches.TryGetValue(number, out var branch))
                return;
            foreach (var recipient in recipients(branch))
                rows.ToOfficer(
                    heard.Case,
                    heard.Event.Sequence,
                    kind,
                    number,
                    recipient,
                    told.Facts with
                    {
                        Result = told.Results[number],
                        Day = day,
                        Who = who ?? Said.Nothing,
                    }
                );
        }
    }

    private Said NameOf(string userName) =>
        officers.Find(userName) is { } officer ? new(officer.Name, officer.NameEn) : new(userName, userName);

    private Said BodyOf(string code) => officers.Department(code) is { } body ? new(body.Name, body.NameEn) : new(code, code);

    private IEnumerable<string> Approvers(string department) =>
        officers.Of(department).Where(officer => officer.Is(Role.Approver)).Select(officer => officer.UserName);
}
