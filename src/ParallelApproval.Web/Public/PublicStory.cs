using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Public;

/// <summary>One thing that happened, in a sentence (办理经过).</summary>
internal sealed record PublicStep(DateTimeOffset At, string Text);

/// <summary>What the applicant has to do (需要您办理).</summary>
/// <param name="By">The last day, Asia/Shanghai; it ends at midnight. Null where there is none.</param>
/// <param name="Otherwise">What follows when he does not; null where nothing does.</param>
internal sealed record PublicAsk(string Text, DateOnly? By, IReadOnlyList<WantedPaper> Papers, string? Otherwise = null);

/// <summary>A paper that is wanted, what is wrong with it, and what is wanted instead.</summary>
internal sealed record WantedPaper(string Name, string? Problem, string? Wanted);

/// <summary>A department's clock that stands still (特别程序).</summary>
/// <param name="Until">Its last planned day; null when the calendar does not reach so far.</param>
internal sealed record PublicStop(string Department, string Result, string Ground, DateOnly? Until, bool StopsLegalClock);

/// <summary>
/// What can be done about a decision (救济): reconsideration within 60 calendar days (行政复议法 art. 20), suit within six months (行政诉讼法 art.
/// 46), both from the day the paper was received; the days here are those of whoever received it on the day of the decision.
/// </summary>
internal sealed record PublicRemedy(
    string Department,
    string Result,
    string? Reasons,
    string ReviewedBy,
    string Court,
    DateOnly ReconsiderBy,
    DateOnly SueBy
);

/// <summary>
/// Tells the applicant what became of his case (办件经过): what happened, what he must do by when, why something stands still or is late, and
/// what he can do about a refusal. Officers are not named.
/// </summary>
internal sealed class PublicStory(OfficerRegister officers, CatalogueRegister catalogue, InstallationRegister installation)
{
    private const int DaysToReconsider = 60;
    private const int MonthsToSue = 6;

    /// <summary>What happened, the newest first.</summary>
    public IReadOnlyList<PublicStep> Steps(CaseFile file, IEnumerable<RecordedEvent> trail) =>
        [
            .. trail
                .Reverse()
                .Select(line => (line.At, Text: Tell(file, new(file.Number, 0, line))))
                .Where(step => step.Text is not null)
                .Select(step => new PublicStep(step.At, step.Text!)),
        ];

    /// <summary>What he has to do now.</summary>
    public IReadOnlyList<PublicAsk> Asks(CaseFile file)
    {
        var asks = new List<PublicAsk>();
        // What was granted on a promise is checked after the end, too.
        if (file.ClocksOf(Clock.OfCase).FirstOrDefault(clock => clock is { Kind: ClockKind.FollowUp, Round: > 1 }) is { } fix)
            asks.Add(new(Words.Word("ask_fix"), fix.DueOn, [], Words.Word("otherwise_revoked")));
        if (file.Case.ClosedAt is not null)
            return asks;
        var item = catalogue.ItemOf(file);
        if (file.Case.Status is CaseStatus.CorrectionRequested)
            asks.Add(
                new(
                    Words.Word("ask_papers"),
                    Due(file, Clock.OfCase, ClockKind.Supplement),
                    Papers(file, paper => paper.State is MaterialState.Missing or MaterialState.Faulty),
                    Words.Word("otherwise_" + item.OnSupplementTimeout)
                )
            );
        foreach (var branch in file.Branches.Where(branch => branch.Status is BranchStatus.CorrectionRequested))
            asks.Add(
                new(
                    Words.Word("ask_branch_correction", NameOf(branch.Department), ResultOf(file, branch)),
                    Due(file, branch.Number, ClockKind.Supplement),
                    Papers(file, paper => paper.State is MaterialState.Faulty && Uses(item, branch.Number, paper.Code)),
                    Words.Word(OfPart(item.OnSupplementTimeout))
                )
            );
        if (file.Case.DeferredPapers.Length > 0)
            asks.Add(
                new(
                    Words.Word("ask_deferred"),
                    Due(file, Clock.OfCase, ClockKind.Deferral),
                    Papers(file, paper => file.Case.DeferredPapers.Contains(paper.Code)),
                    Words.Word("otherwise_deferral_" + item.OnDeferralTimeout)
                )
            );
        foreach (var refused in file.Branches.Where(branch => branch is { Status: BranchStatus.Refused, AsksApplicant: true }))
            asks.Add(
                new(
                    Words.Word("ask_refused", ResultOf(file, refused)),
                    Due(file, refused.Number, ClockKind.Answer),
                    [],
                    Words.Word("otherwise_rest")
                )
            );
        foreach (var branch in file.Branches.Where(branch => Due(file, branch.Number, ClockKind.HearingRequest) is not null))
            asks.Add(
                new(
                    Words.Word("ask_hearing", NameOf(branch.Department), ResultOf(file, branch)),
                    Due(file, branch.Number, ClockKind.HearingRequest),
                    [],
                    Words.Word("otherwise_no_hearing")
                )
            );
        foreach (var hearing in file.Hearings.Where(hearing => hearing is { Stage: HearingStage.Called, At: { } at } && at > file.Act.At))
            asks.Add(new(Words.Word("ask_come_to_hearing", hearing.At, hearing.Place), null, [], null));
        foreach (var visit in file.SiteVisits.Where(visit => visit.ClosedAt is null && visit.At > file.Act.At))
            asks.Add(new(Words.Word("ask_visit", visit.At, visit.Place), null, []));
        if (IsToCollect(file))
            asks.Add(new(Words.Word("ask_collect"), null, []));
        return asks;
    }

    /// <summary>What comes next, while it is only received (行政许可法 art. 32): by when he is told; null at any other time.</summary>
    public string? Next(CaseFile file) =>
        file.Case.Status is CaseStatus.Received && Due(file, Clock.OfCase, ClockKind.Notice) is { } due
            ? Words.Word("public_next_received", due)
            : null;

    /// <summary>Which departments stand still, why and until when.</summary>
    public IReadOnlyList<PublicStop> Stops(CaseFile file) =>
        [
            .. file
                .Branches.Where(branch => branch.Status is BranchStatus.Stopped)
                .Select(branch => (branch, clock: file.ClocksOf(branch.Number).FirstOrDefault(clock => clock.OpenStop is not null)))
                .Where(stopped => stopped.clock is not null)
                .Select(stopped => new PublicStop(
                    NameOf(stopped.branch.Department),
                    ResultOf(file, stopped.branch),
                    Names.OfGround(stopped.clock!.OpenStop!.Ground),
                    stopped.clock.StopEndsOn,
                    Enum.TryParse<StopGround>(stopped.clock.OpenStop.Ground, out var ground) && ground.StopsLegalClock()
                )),
        ];

    /// <summary>That the promise was not kept, and with whom the case lies; null while it is in time, and after the end.</summary>
    public string? Late(CaseFile file)
    {
        if (
            file.Case.ClosedAt is not null
            || file.LatestClock(Clock.OfCase, ClockKind.Promised) is not { IsEnded: false } promised
            || !promised.IsLateAt(file.Act.At)
        )
            return null;
        var holders = file.Branches.Where(branch => !branch.Status.IsSettled() && !file.BlockersOf(branch).Any()).ToList();
        return Words.Word(
            "public_late",
            promised.DueOn,
            string.Join(
                ReaderLanguage.IsEnglish ? "; " : "；",
                holders.Select(branch =>
                    Words.Word("public_late_holder", NameOf(branch.Department), ResultOf(file, branch), Names.Of(branch.Status))
                )
            )
        );
    }

    /// <summary>What can be done about each refusal, and about what ended without a grant.</summary>
    public IReadOnlyList<PublicRemedy> Remedies(CaseFile file, IReadOnlyList<RecordedEvent> trail)
    {
        var found = new List<PublicRemedy>();
        foreach (var line in trail)
        {
            var told = new Heard(file.Number, 0, line);
            if (told.As<BranchDecided>() is { Verdict: Verdict.Refuse } decided && file.FindBranch(decided.Branch) is { } branch)
            {
                if (branch.Status is BranchStatus.Refused && branch.Round == decided.Round)
                    found.Add(Remedy(branch.Department, ResultOf(file, branch), decided.Reasons, line.At));
            }
            else if (told.As<BranchBlocked>() is { EndsAs: null } blocked && file.FindBranch(blocked.Branch) is { } behind)
            {
                // A branch that was opened anew and blocked again is told of once, by its last paper.
                found.RemoveAll(known => known.Result == ResultOf(file, behind));
                if (behind.Status is BranchStatus.Blocked)
                    found.Add(Remedy(behind.Department, ResultOf(file, behind), Tell(file, told), line.At));
            }
            else if (told.As<CaseDeclined>() is { } declined)
                found.Add(Remedy(Intake(file), NameOf(file), declined.Reason, line.At));
            else if (told.As<GrantRevoked>() is { } revoked)
                found.Add(Remedy(catalogue.ItemOf(file).LeadDepartmentCode, NameOf(file), revoked.Reason, line.At));
            else if (told.As<DeferralMissed>() is not null || told.As<SupplementUnanswered>() is { Branch: null })
                found.Add(Remedy(Intake(file), NameOf(file), null, line.At));
        }

        return found;
    }

    /// <summary>Whom to ask: the centre, the window and the body that answers for the whole.</summary>
    public string Contact(CaseFile file)
    {
        var house = installation.Current;
        var centre =
            house is null ? NameOf(file.Case.Station)
            : ReaderLanguage.IsEnglish ? house.CentreEn
            : house.Centre;
        return file.Case.WindowNumber is { } window
            ? Words.Word("public_contact_window", centre, window, NameOf(catalogue.ItemOf(file).LeadDepartmentCode))
            : Words.Word("public_contact_centre", centre, NameOf(catalogue.ItemOf(file).LeadDepartmentCode));
    }

    private string? Tell(CaseFile file, Heard told)
    {
        string Of(int number) => file.FindBranch(number) is { } branch ? ResultOf(file, branch) : "";
        string By(int number) => file.FindBranch(number) is { } branch ? NameOf(branch.Department) : "";
        return told.Event.Kind switch
        {
            nameof(CaseReceived) => Words.Word("story_CaseReceived"),
            nameof(CorrectionNotified) when told.As<CorrectionNotified>() is { } notified => notified.AnswerDue is { } due
                ? Words.Word("story_CorrectionNotified", notified.Faults.Length, due)
                : Words.Word("story_CorrectionNotified_once", notified.Faults.Length),
            nameof(BranchCorrectionRequested) when told.As<BranchCorrectionRequested>() is { } asked => Words.Word(
                "story_BranchCorrectionRequested",
                By(asked.Branch),
                Of(asked.Branch),
                asked.Faults.Length
            ),
            nameof(MaterialsSupplied) when told.As<MaterialsSupplied>() is { } supplied => Words.Word(
                "story_MaterialsSupplied",
                supplied.Materials.Length
            ),
            nameof(SupplementUnanswered) when told.As<SupplementUnanswered>() is { } unanswered => Words.Word(
                "story_PapersMissed",
                unanswered.Due,
                Words.Word(unanswered.Branch is null ? "otherwise_" + unanswered.Rule : OfPart(unanswered.Rule))
            ),
            nameof(CaseAccepted) when told.As<CaseAccepted>() is { } accepted => Words.Word(
                accepted.IsDeemed ? "story_CaseAccepted_deemed" : "story_CaseAccepted",
                accepted.PromisedDue
            ),
            nameof(PapersDeferred) when told.As<PapersDeferred>() is { } deferred => Words.Word(
                "story_PapersDeferred",
                deferred.Papers.Length,
                deferred.Due
            ),
            nameof(DeferralKept) => Words.Word("story_DeferralKept"),
            nameof(DeferralMissed) when told.As<DeferralMissed>() is { } missed => Words.Word(
                "story_PapersMissed",
                missed.Due,
                Words.Word("otherwise_deferral_" + missed.Rule)
            ),
            nameof(CommitmentSigned) => Words.Word("story_CommitmentSigned"),
            nameof(CaseDeclined) when told.As<CaseDeclined>() is { } declined => string.IsNullOrWhiteSpace(declined.CompetentBody)
                ? Words.Word("story_CaseDeclined", declined.Reason)
                : Words.Word("story_CaseDeclined_elsewhere", declined.Reason, declined.CompetentBody),
            nameof(DepartmentsNotified) when told.As<DepartmentsNotified>() is { } copied => Words.Word(
                "story_DepartmentsNotified",
                copied.Departments.Length
            ),
            nameof(BranchStopped) when told.As<BranchStopped>() is { } stopped => Words.Word(
                "story_BranchStopped",
                By(stopped.Branch),
                Of(stopped.Branch),
                Names.OfGround(stopped.Ground),
                stopped.PlannedDays
            ),
            nameof(BranchResumed) when told.As<BranchResumed>() is { } resumed => Words.Word(
                "story_BranchResumed",
                By(resumed.Branch),
                Of(resumed.Branch)
            ),
            nameof(BranchExtended) when told.As<BranchExtended>() is { } part => Words.Word(
                "story_BranchExtended",
                By(part.Branch),
                Of(part.Branch),
                part.Days,
                part.Reason
            ),
            nameof(CaseExtended) when told.As<CaseExtended>() is { } whole => Words.Word(
                "story_CaseExtended",
                whole.Days,
                whole.LegalDue,
                whole.Reason
            ),
            nameof(PromisesMoved) when told.As<PromisesMoved>()!.Moves.MinBy(move => move.Branch) is { } moved => Words.Word(
                "story_PromisesMoved",
                moved.OldDue,
                moved.NewDue
            ),
            nameof(SiteVisitCalled) when told.As<SiteVisitCalled>() is { } called => Words.Word(
                "story_SiteVisitCalled",
                called.At,
                called.Place
            ),
            nameof(SiteVisitClosed) when told.As<SiteVisitClosed>() is { } closed => Defects(closed.Defects.Length),
            nameof(SiteInspected) when told.As<SiteInspected>() is { } inspected => Defects(inspected.Defects.Length),
            nameof(HearingCalled) when told.As<HearingCalled>() is { } hearing => Words.Word(
                "story_HearingCalled",
                hearing.At,
                hearing.Place
            ),
            nameof(HearingRightTold) when told.As<HearingRightTold>() is { } right => Words.Word(
                "story_HearingRightTold",
                By(right.Branch),
                Of(right.Branch),
                right.Due
            ),
            nameof(ApplicantAsked) when told.As<ApplicantAsked>() is { } asked => Words.Word(
                "story_ApplicantAsked",
                Of(asked.Branch),
                asked.Due
            ),
            nameof(RefusalUnanswered) when told.As<RefusalUnanswered>() is { } silent => Words.Word(
                "story_RefusalUnanswered",
                Of(silent.Branch)
            ),
            nameof(BranchReapplied) when told.As<BranchReapplied>() is { } anew => Words.Word(
                "story_BranchReapplied",
                By(anew.Branch),
                Of(anew.Branch)
            ),
            nameof(RenewalDeemed) when told.As<RenewalDeemed>() is { } renewed => Words.Word(
                "story_RenewalDeemed",
                By(renewed.Branch),
                Of(renewed.Branch),
                renewed.Expired
            ),
            nameof(GrantDeemed) when told.As<GrantDeemed>() is { } granted => Words.Word(
                "story_GrantDeemed",
                By(granted.Branch),
                Of(granted.Branch)
            ),
            nameof(ConsentDeemed) when told.As<ConsentDeemed>() is { } silence => Words.Word(
                "story_ConsentDeemed",
                By(silence.Branch),
                Of(silence.Branch)
            ),
            nameof(FollowUpChecked) when told.As<FollowUpChecked>() is { } check => FollowedUp(check),
            nameof(BranchDecided) when told.As<BranchDecided>() is { } decided => Decided(file, decided),
            nameof(BranchBlocked) when told.As<BranchBlocked>() is { } blocked => Words.Word(
                blocked.EndsAs is null ? "story_BranchBlocked" : "story_BranchEnded",
                Of(blocked.Branch),
                Of(blocked.By)
            ),
            nameof(BranchWithdrawn) when told.As<BranchWithdrawn>() is { } left => Words.Word("story_BranchWithdrawn", Of(left.Branch)),
            nameof(DecisionWithdrawn) when told.As<DecisionWithdrawn>() is { } back => Words.Word(
                "story_DecisionWithdrawn",
                By(back.Branch),
                Of(back.Branch)
            ),
            nameof(ClockTurned)
                when told.As<ClockTurned>() is { Branch: Clock.OfCase, Clock: ClockKind.Promised, Colour: ClockColour.Red } late =>
                Words.Word("story_late", late.Due),
            nameof(PaperCorrected) when told.As<PaperCorrected>() is { } corrected && corrected.Kind.IsForApplicant() => Words.Word(
                "story_PaperCorrected",
                Names.Of(corrected.Kind),
                corrected.Document
            ),
            nameof(CaseDecided) when told.As<CaseDecided>() is { } all => Words.Word(
                all is { Approved: 0, Refused: 0 } ? "story_CaseDecided_none" : "story_CaseDecided",
                all.Approved,
                all.Refused
            ),
            nameof(CertificatesIssued) when told.As<CertificatesIssued>() is { } made => Words.Word(
                "story_CertificatesIssued",
                made.Numbers.Length
            ),
            nameof(CaseDelivered) => Words.Word("story_CaseDelivered"),
            nameof(CaseFinished) when told.As<CaseFinished>() is { } finished => Words.Word(
                "story_CaseFinished",
                Names.Of(finished.Result)
            ),
            nameof(CaseWithdrawn) => Words.Word("story_CaseWithdrawn"),
            nameof(GrantRevoked) when told.As<GrantRevoked>() is { } revoked => Words.Word("story_GrantRevoked", revoked.Reason),
            _ => null,
        };
    }

    private static string FollowedUp(FollowUpChecked check) =>
        check switch
        {
            { IsMet: true } => Words.Word("story_FollowUpMet"),
            { FixBy: { } fixBy } => Words.Word("story_FollowUpFix", fixBy),
            _ => Words.Word("story_FollowUpFailed"),
        };

    private static string Defects(int count) => count == 0 ? Words.Word("story_no_defects") : Words.Word("story_defects", count);

    private string? Decided(CaseFile file, BranchDecided decided)
    {
        if (file.FindBranch(decided.Branch) is not { } branch)
            return null;
        var key =
            branch.Kind is not BranchKind.Certificate ? "story_opinion"
            : decided.Verdict is Verdict.Refuse ? "story_refused"
            : "story_granted";
        var kind = catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number)?.ItemType;
        return Words.Word(
            key,
            NameOf(branch.Department),
            ResultOf(file, branch),
            PublicTags.Of(BranchStatus.Refused, kind),
            PowerWords.Of(kind).Granted
        );
    }

    private PublicRemedy Remedy(string department, string result, string? reasons, DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.DateTime);
        return new(
            NameOf(department),
            result,
            reasons,
            ReviewOf(department),
            Court(),
            day.AddDays(DaysToReconsider),
            day.AddMonths(MonthsToSue)
        );
    }

    // 行政复议法 art. 24, 27, as on the papers: whom the installation names, and for organs that answer upwards the organ above.
    private string ReviewOf(string department) =>
        officers.Department(department) is { IsVertical: true } ? Words.Word("remedy_organ_above", NameOf(department))
        : installation.Current is not { } house ? Words.Word("remedy_any_government")
        : ReaderLanguage.IsEnglish ? house.ReviewBody ?? Words.Word("remedy_government", house.DistrictEn)
        : house.ReviewedBy;

    private string Court() =>
        installation.Current is not { } house ? Words.Word("remedy_any_court")
        : ReaderLanguage.IsEnglish ? house.Court ?? Words.Word("remedy_court", house.DistrictEn)
        : house.HeardBy;

    // Where a department asked, its own part alone ends, or it decides on what it has.
    private static string OfPart(OnSupplementTimeout rule) =>
        rule is OnSupplementTimeout.Withdrawn ? "otherwise_part_withdrawn" : "otherwise_as_it_is";

    private static bool IsToCollect(CaseFile file) =>
        file.Case
            is {
                Status: CaseStatus.Decided,
                Delivery: DeliveryWay.Window,
                Result: not (CaseStatus.Withdrawn or CaseStatus.AcceptanceRevoked or null)
            };

    private static DateOnly? Due(CaseFile file, int branch, ClockKind kind) =>
        file.LatestClock(branch, kind) is { IsEnded: false } clock ? clock.DueOn : null;

    private static bool Uses(ServiceItem item, int branch, string paper) => item.MaterialsOf(branch).Any(known => known.Code == paper);

    private IReadOnlyList<WantedPaper> Papers(CaseFile file, Func<CaseMaterial, bool> isMeant)
    {
        var item = catalogue.ItemOf(file);
        return
        [
            .. file
                .Materials.Where(isMeant)
                .Select(paper => new WantedPaper(
                    (ReaderLanguage.IsEnglish ? item.Materials.FirstOrDefault(known => known.Code == paper.Code)?.NameEn : null)
                        ?? paper.Name,
                    paper.Fault?.Problem,
                    paper.Fault?.Wanted
                )),
        ];
    }

    private string Intake(CaseFile file) => catalogue.ItemOf(file).IntakeDepartmentCode;

    private string NameOf(CaseFile file) => ReaderLanguage.IsEnglish ? catalogue.ItemOf(file).NameEn : file.Case.ItemName;

    private string NameOf(string department) => officers.Department(department)?.NameIn(ReaderLanguage.IsEnglish) ?? department;

    /// <summary>What a part grants, in the reader's language.</summary>
    public string ResultOf(CaseFile file, Branch branch) =>
        (
            ReaderLanguage.IsEnglish
                ? catalogue.ItemOf(file).Branches.FirstOrDefault(part => part.Number == branch.Number)?.CertificateEn
                : null
        ) ?? branch.Result;
}
