using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases.Walks;

/// <summary>
/// Ends a case plainly: looks into the lists that officers have (inbox, 等我办理, receipts of the window), and lets whoever is told there do
/// what the list is for. The applicant does nothing more; where he would have to, the days pass. It knows no trick that the lists do
/// not show.
/// </summary>
internal sealed class Finisher(WalkHouse house)
{
    private const int MostActs = 300;
    private const int MostWaits = 30;

    private static readonly string[] OfInbox =
    [
        nameof(BranchVerb.RecordHearing),
        nameof(BranchVerb.ResumeBranch),
        nameof(BranchVerb.SendUp),
        nameof(BranchVerb.NameInspectors),
        nameof(CaseVerb.CallSiteVisit),
        nameof(BranchVerb.RecordSiteVisit),
        nameof(BranchVerb.DecideBranch),
        nameof(BranchVerb.ReviewBranch),
    ];

    // What can be done again and again is done once for each branch and round.
    private readonly HashSet<(string Verb, int Branch, int Round)> _done = [];

    private readonly Dictionary<(string Officer, string Verb, int Branch), DateTimeOffset> _notBefore = [];

    private static readonly string[] Once =
    [
        nameof(BranchVerb.NameInspectors),
        nameof(BranchVerb.RecordSiteVisit),
        nameof(BranchVerb.ReviewBranch),
        nameof(BranchVerb.CallHearing),
        nameof(CaseVerb.CallSiteVisit),
        nameof(BranchVerb.ConfirmDecision),
    ];

    /// <summary>Null when the case came to its end; else where it stands, and why nobody goes on.</summary>
    public string? End(Walk walk) => GoOn(walk, MostActs, MostWaits) ? null : Picture(walk);

    /// <summary>Brings the case on its way by so many acts at most; it may come to its end.</summary>
    public void Begin(Walk walk, int acts) => GoOn(walk, acts, mostWaits: 2);

    private bool GoOn(Walk walk, int mostActs, int mostWaits)
    {
        _done.Clear();
        _notBefore.Clear();
        for (var (acts, idle) = (0, 0); !walk.File.Case.Status.IsClosed(); )
        {
            if (acts < mostActs && AnybodyActs(walk))
                (acts, idle) = (acts + 1, 0);
            else if (acts < mostActs && idle++ < mostWaits)
                // The longer nobody could act, the rarer they look.
                walk.WaitUntil(MorningIn(walk, 1 + idle / 2));
            else
                return false;
        }

        return true;
    }

    /// <summary>How the case stands, and who is told that it is his turn.</summary>
    public string Picture(Walk walk) =>
        $"{walk.Item.ItemCode} {walk.File.Case.Status} on {walk.Now:yyyy-MM-dd}; "
        + string.Join(
            ", ",
            walk.File.Branches.Select(branch =>
                $"{branch.Number} {branch.Department} {branch.Status} held by {branch.Holder ?? "nobody"}, bookmark {branch.Bookmark ?? "none"}"
            )
        )
        + "; told: "
        + string.Join(
            ", ",
            walk.District.There.SelectMany(officer => Turns(walk, officer).Select(turn => $"{officer.UserName} {turn.List} {turn.Branch}"))
        )
        + "; tried: "
        + string.Join(
            ", ",
            walk.District.There.SelectMany(officer => Turns(walk, officer).SelectMany(turn => Refusals(walk, officer, turn))).Distinct()
        );

    private bool AnybodyActs(Walk walk)
    {
        foreach (var officer in walk.District.There.ToList())
        foreach (var turn in Turns(walk, officer))
        foreach (var verb in VerbsOf(turn.List, walk))
        {
            var did = (verb, turn.Branch, walk.File.FindBranch(turn.Branch)?.Round ?? 0);
            if (Once.Contains(verb) && _done.Contains(did))
                continue;
            // What is refused halfway costs the whole walk anew; it is tried again some days later.
            if (_notBefore.TryGetValue((officer.UserName, verb, turn.Branch), out var later) && walk.Now < later)
                continue;
            if (Faces(verb, walk.Seed).Any(dice => walk.Do(new(verb, officer.UserName, BranchOf(verb, turn.Branch), dice, 0)) is null))
            {
                _done.Add(did);
                return true;
            }

            if (walk.WasTakenBack)
                _notBefore[(officer.UserName, verb, turn.Branch)] = walk.Now.AddDays(6);
        }

        return false;
    }

    private IEnumerable<string> Refusals(Walk walk, Officer officer, (string List, int Branch) turn) =>
        from verb in VerbsOf(turn.List, walk)
        let refusal = walk.Do(new(verb, officer.UserName, BranchOf(verb, turn.Branch), 0, 0))
        where refusal is not null && !Usual.Contains(refusal)
        select $"{officer.UserName} {verb} {turn.Branch}: {refusal}";

    // Told by every list and of no use to whoever looks for the fault.
    private static readonly string[] Usual =
    [
        "hearing_not_called",
        "branch_not_stopped",
        "nothing_to_send_up",
        "inspection_not_needed",
        "one_signature_enough",
        "party_none_to_tell",
        "not_on_the_spot",
        "visit_not_joint",
    ];

    /// <summary>Every list on which the officer finds the case, and for which of its branches.</summary>
    private List<(string List, int Branch)> Turns(Walk walk, Officer officer)
    {
        walk.File.Act = walk.ActOf(officer);
        var (file, turn, found) = (walk.File, house.Get<WhoseTurn>(), new List<(string, int)>());
        if (house.Officers.AbsenceOn(officer.Id, file.Act.Today) is not null)
            return found;
        if (officer.Is(Role.Approver))
            found.AddRange(
                file.Branches.Where(branch =>
                        branch.Department == officer.DepartmentCode
                        && branch.Status.IsOpen()
                        && file.ClocksOf(branch.Number).Any(clock => clock.Kind is ClockKind.Promised)
                    )
                    .Select(branch => ("Inbox", branch.Number))
            );
        found.AddRange(turn.Of(file, officer, walk.SignerOf).Select(waiting => (waiting.Kind.ToString(), waiting.Branch ?? 0)));
        if (turn.HasReceipt(officer, file.Case.ReceivedBy, file.Case.Station, file.Act.Today))
            found.Add(("Receipts", 0));
        return found;
    }

    private static IEnumerable<string> VerbsOf(string list, Walk walk) =>
        list switch
        {
            "Inbox" =>
            [
                .. OfInbox,
                .. walk.Item.Branches.Any(branch => branch.HearingRequired) ? [nameof(BranchVerb.CallHearing)] : Array.Empty<string>(),
                .. walk.File.Hearings.Any(hearing => hearing.Stage is HearingStage.Requested)
                    ? [nameof(BranchVerb.CallHearing)]
                    : Array.Empty<string>(),
                nameof(CaseVerb.TellInterestedParty),
            ],
            "Receipts" => walk.File.Case.Status.IsBeforeAcceptance()
                ? walk.File.Materials.Wanting().Any()
                    ? walk.File.Case.Status is CaseStatus.Received
                        ? [nameof(CaseVerb.NotifyCorrection)]
                        : []
                    : [nameof(CaseVerb.AcceptOnCommitment), nameof(CaseVerb.AcceptCase)]
                : [nameof(CaseVerb.DecideOnTheSpot), nameof(CaseVerb.TellInterestedParty), nameof(CaseVerb.DeliverCase), .. SendsUp(walk)],
            nameof(WaitingKind.Confirmation) => [nameof(BranchVerb.ConfirmDecision)],
            nameof(WaitingKind.Recusal) => [nameof(BranchVerb.DecideRecusal)],
            nameof(WaitingKind.BranchExtension) => [nameof(BranchVerb.DecideExtension)],
            nameof(WaitingKind.VisitConclusion) => [nameof(BranchVerb.RecordSiteVisit)],
            nameof(WaitingKind.VisitClosing) => [nameof(CaseVerb.CloseSiteVisit)],
            nameof(WaitingKind.SecondCorrection) => [nameof(CaseVerb.GrantSecondCorrection)],
            nameof(WaitingKind.Vacancy) => ["FillVacancy"],
            nameof(WaitingKind.Review) => [nameof(BranchVerb.SendUp)],
            _ => [],
        };

    private static string[] SendsUp(Walk walk) =>
        walk.File.Branches.Any(branch => branch.Kind is BranchKind.Referral && branch.Status.IsOpen()) ? [nameof(BranchVerb.SendUp)] : [];

    private static int BranchOf(string verb, int branch) => Enum.TryParse<CaseVerb>(verb, out _) ? 0 : Math.Max(branch, 1);

    // A decision may be given one way or the other, and a hearing chaired by one or another.
    private static IEnumerable<int> Faces(string verb, int seed) =>
        verb is nameof(BranchVerb.CallHearing) || verb.StartsWith("Decide", StringComparison.Ordinal)
            ? Enumerable.Range(0, 12).Select(face => (face + seed) % 12)
            : [0];

    private DateTimeOffset MorningIn(Walk walk, int days)
    {
        var due = house.Calendar.In(walk.Item.LeadDepartmentCode).AddWorkingDays(walk.Now.OfficialDate(), days);
        return due.Value.Due.At(new(10, 0));
    }
}
