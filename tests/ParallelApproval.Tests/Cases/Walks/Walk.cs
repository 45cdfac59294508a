using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases.Walks;

/// <summary>One step of a walk: who does what with which branch. Everything else about it follows from <paramref name="Dice"/>.</summary>
/// <param name="Branch">0 for the case.</param>
/// <param name="Hours">How long after the step before.</param>
internal sealed record Step(string Verb, string Actor, int Branch, int Dice, int Hours)
{
    public override string ToString() => $"+{Hours}h {Actor}: {Verb} {(Branch > 0 ? Branch : "")} ({Dice})";
}

/// <summary>
/// One case in one district, in memory: every verb goes through the real handler, the flow runs, the clocks fire, and tasks are given back
/// and taken over as the jobs of the house do it. The same seed and the same steps lead to the same state.
/// </summary>
internal sealed class Walk
{
    private readonly WalkHouse _house;
    private readonly Dictionary<int, string> _signers = [];
    private readonly List<Step> _done = [];
    private WalkedDistrict _district = null!;
    private DateTimeOffset _now;

    public Walk(WalkHouse house, int seed)
    {
        (_house, Seed) = (house, seed);
        Begin();
    }

    public int Seed { get; }

    public ServiceItem Item { get; private set; } = null!;

    public CaseFile File { get; private set; } = null!;

    public WalkedDistrict District => _district;

    public IReadOnlyList<Step> Done => _done;

    public DateTimeOffset Now => _now;

    public Act ActOf(Officer officer) => new(officer.UserName, officer.Name, officer.DepartmentCode!, _now);

    public string? SignerOf(int branch) => _signers.GetValueOrDefault(branch);

    /// <summary>Whether the last step was refused after it had changed something, and so everything had to be done anew.</summary>
    public bool WasTakenBack { get; private set; }

    /// <summary>Does the step; one that is refused leaves no trace.</summary>
    /// <returns>Why it was refused; null when it was done.</returns>
    public string? Do(Step step)
    {
        var before = Fingerprint();
        if (step.Hours > 0)
        {
            _now = _now.AddHours(step.Hours);
            Sweep();
        }

        var refusal = Carry(step);
        WasTakenBack = refusal is not null && Fingerprint() != before;
        if (refusal is null)
        {
            _done.Add(step);
            Sweep();
        }
        else if (WasTakenBack)
            DoAnew(before);
        return refusal;
    }

    // In the house the transaction of a refused command is rolled back; here everything is done anew without it.
    private void DoAnew(int before)
    {
        var steps = _done.ToArray();
        Begin();
        foreach (var again in steps)
            if (Do(again) is { } no)
                throw new InvalidOperationException($"Expected seed {Seed} to go the same way again, but {again} was refused: {no}");
        Fingerprint().ShouldBe(before);
        WasTakenBack = true;
    }

    /// <summary>Nothing is done until then; clocks fire.</summary>
    public void WaitUntil(DateTimeOffset at) => Do(new("Wait", "system", 0, 0, (int)Math.Ceiling((at - _now).TotalHours))).ShouldBeNull();

    private void Begin()
    {
        var dice = new Random(Seed);
        _signers.Clear();
        _done.Clear();
        Item = _house.Variation(dice);
        _district = new(_house.Officers, _house.Catalogue, _house.Bodies, Item, dice);
        _now = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
        File = _house.Receive(this, dice);
    }

    private void Sweep()
    {
        File.Act = Act.OfSystem(_now);
        Expect(_house.Get<ClockTurns>().FireDue(File));
        Expect(_house.Get<FreeTasks>().Free(File));
        Expect(_house.Get<TakeOverTasks>().TakeOver(File));
    }

    private string? Carry(Step step) =>
        step.Verb switch
        {
            "Wait" => null,
            // Who came later than the steps that are left of a walk is not there.
            _ when !_district.Officers.Any(officer => officer.UserName == step.Actor) => "no_officer",
            "Leave" => Befalls(_district.Leave(step.Actor)),
            "EndLetter" => Befalls(_district.EndLetter(step.Actor, File.Act.Today)),
            "GoAway" => Befalls(_district.GoAway(step.Actor, step.Dice, File.Act.Today, step.Dice % 12)),
            "ComeBack" => Befalls(_district.ComeBack(step.Actor, File.Act.Today)),
            "Close" => Close(step),
            "FillVacancy" => FillVacancy(step),
            _ => OfficerDoes(step),
        };

    private static string? Befalls(bool happened) => happened ? null : "it cannot be";

    private string? Close(Step step)
    {
        var body = _district.Find(step.Actor).DepartmentCode!;
        string[] heirs = [.. _district.Bodies];
        var heir = heirs[step.Dice % heirs.Length];
        if (!_district.Close(body, heir, File.Act.Today))
            return "it cannot be";
        Expect(BranchesOfDepartment.GoOver(File, body, heir));
        return null;
    }

    private string? FillVacancy(Step step)
    {
        if (File.FindBranch(step.Branch) is not { } branch)
            return "no_branch";
        _district.FillVacancy(branch.Department, branch.Kind);
        return null;
    }

    private string? OfficerDoes(Step step)
    {
        var officer = _district.Find(step.Actor);
        if (!officer.IsEnabled)
            return "account_closed";
        var act = ActOf(officer);
        File.Act = act;
        if (_house.Get<StationGate>().Refuse(File) is { } hidden)
            return hidden.Code;
        var before = Fingerprint();
        var refusal = _house.Verbs.Do(this, step, officer);
        // A conflict of interest is refused and noted in one transaction; the second time there is nothing to note.
        if (File.IsKeptThoughRefused)
            (File.IsKeptThoughRefused, refusal) = (false, Fingerprint() == before ? refusal : null);
        if (refusal is null && step.Verb is nameof(BranchVerb.DecideBranch))
            _signers[step.Branch] = officer.UserName;
        return refusal;
    }

    private int Fingerprint()
    {
        var seen = new HashCode();
        seen.Add(_now);
        seen.Add(File.Section<EventSection>().Happened.Count);
        seen.Add(File.Case.Status);
        seen.Add(File.Hearings.Count);
        foreach (var clock in File.Clocks)
            seen.Add((clock.IsEnded, clock.DueOn, clock.OpenStop is null));
        foreach (var branch in File.Branches)
            seen.Add(
                (branch.Department, branch.Status, branch.Round, branch.Holder, branch.Excluded.Length, branch.RecusalOf, branch.Bookmark)
            );
        foreach (var paper in File.Materials)
            seen.Add((paper.State, paper.Version));
        return seen.ToHashCode();
    }

    internal static void Expect<T>(ErrorOr<T> outcome)
    {
        if (outcome.IsError)
            throw new InvalidOperationException($"Expected no refusal, but {outcome.FirstError.Code}: {outcome.FirstError.Description}");
    }
}
