using System.Globalization;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases.Walks;

/// <summary>
/// 每一步都有下一步: random walks over all verbs, with officers who leave, are away, are recused, whose letters end and whose bodies are
/// closed; from wherever they lead, the case comes to a lawful end by acts of officers who are told that it is their turn.
/// </summary>
public sealed class RandomWalkTests(TestCluster cluster)
{
    // Fewer do not meet every verb.
    private const int EnoughForEveryVerb = 1_000;
    private static readonly int Walks = LongForm.Times(always: EnoughForEveryVerb, inLongForm: 10_000);
    private const int MostSteps = 30;
    private const int HeadStart = 25;

    // What brings a case on, and what can be done seldom, is done now and then as soon as anybody can.
    private static readonly string[] Rare =
    [
        nameof(BranchVerb.DecideBranch),
        nameof(CaseVerb.DecideOnTheSpot),
        nameof(CaseVerb.DeliverCase),
        nameof(CaseVerb.RecordFollowUp),
        nameof(CaseVerb.CloseSiteVisit),
        nameof(BranchVerb.ConfirmDecision),
        nameof(BranchVerb.RecordHearing),
        nameof(BranchVerb.SendDown),
        nameof(BranchVerb.AddResultLater),
        nameof(BranchVerb.SealDeemedGrant),
        nameof(BranchVerb.AnswerRefusal),
    ];

    [Fact]
    public async Task From_every_state_somebody_who_is_told_brings_the_case_to_its_end()
    {
        await using var house = await WalkHouse.BuildAsync(cluster, TestContext.Current.CancellationToken);
        var (first, walks) = (Number("WALK_SEED", 1), Number("WALKS", Walks));
        var (done, items) = (new HashSet<(string Verb, string? Refusal)>(), new HashSet<string>());
        var faults = new List<string>();
        for (var seed = first; seed < first + walks; seed++)
        {
            var walk = Random(house, seed, done);
            items.Add(walk.Item.ItemCode);
            Step[] steps = [.. walk.Done];
            var stuck = new Finisher(house).End(walk);
            done.UnionWith(walk.Done.Select(step => (step.Verb, (string?)null)));
            if (stuck is null)
                continue;
            faults.Add(Shrunk(house, seed, steps));
            if (faults.Count == 5)
                break;
        }

        if (faults.Count > 0)
            Assert.Fail(string.Join("\n\n", faults));
        if (walks < EnoughForEveryVerb)
            return;
        // Walks are no use where verbs are never done.
        string[] verbs =
        [
            .. CaseMoves.Table.ByOfficers.Select(line => line.Verb.ToString()),
            .. BranchMoves.Table.ByOfficers.Select(line => line.Verb.ToString()),
        ];
        var never = verbs.Except(done.Where(did => did.Refusal is null).Select(did => did.Verb)).ToList();
        never.ShouldBe(
            [nameof(CaseVerb.ReceiveCase)],
            "every walk begins with it; the others: " + string.Join(", ", done.Where(did => never.Contains(did.Verb)))
        );
        items.Count.ShouldBeGreaterThan(15);
    }

    // To look at one fault again: the seed that was printed, and one walk.
    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { } said ? int.Parse(said, CultureInfo.InvariantCulture) : usual;

    private static Walk Random(WalkHouse house, int seed, HashSet<(string Verb, string? Refusal)> done)
    {
        var (walk, dice) = (new Walk(house, seed), new Random(-seed));
        Stray(house, walk, dice, done);
        // Every other case goes its plain way for a while, so that chance meets what comes late in one.
        if (seed % 2 == 0)
        {
            new Finisher(house).Begin(walk, 1 + dice.Next(HeadStart));
            Stray(house, walk, dice, done);
        }

        return walk;
    }

    private static void Stray(WalkHouse house, Walk walk, Random dice, HashSet<(string Verb, string? Refusal)> done)
    {
        for (var left = 3 + dice.Next(MostSteps); left > 0; left--)
            if (Next(house, walk, dice) is { } step)
                done.Add((step.Verb, walk.Do(step)));
    }

    private static Step? Next(WalkHouse house, Walk walk, Random dice)
    {
        Officer[] there = [.. walk.District.There];
        var actor = there[dice.Next(there.Length)];
        var chance = dice.Next(100);
        if (chance < 15)
            return new("Wait", "system", 0, 0, dice.Next(3) == 0 ? dice.Next(240) : dice.Next(30));
        if (chance < 22)
            return new(
                ((string[])["Leave", "EndLetter", "GoAway", "GoAway", "ComeBack", "Close"])[dice.Next(6)],
                actor.UserName,
                0,
                dice.Next(1000),
                0
            );
        if (chance < 40 && SeldomDone(house, walk, there, dice) is { } seldom)
            return seldom;
        var open = Open(house, walk, actor);
        if (open.Length == 0)
            return null;
        var (verb, branch) = open[dice.Next(open.Length)];
        // The short ways out are taken seldom.
        if (verb is nameof(CaseVerb.WithdrawCase) or nameof(CaseVerb.DeclineCase) && dice.Next(10) > 0)
            return null;
        return new(verb, actor.UserName, branch, dice.Next(1000), 0);
    }

    private static Step? SeldomDone(WalkHouse house, Walk walk, Officer[] there, Random dice)
    {
        (Officer Actor, string Verb, int Branch)[] rare =
        [
            .. from actor in there
            from move in Open(house, walk, actor)
            where Rare.Contains(move.Verb)
            select (actor, move.Verb, move.Branch),
        ];
        if (rare.Length == 0)
            return null;
        var (officer, verb, branch) = rare[dice.Next(rare.Length)];
        return new(verb, officer.UserName, branch, dice.Next(1000), 0);
    }

    private static (string Verb, int Branch)[] Open(WalkHouse house, Walk walk, Officer actor) =>
        [.. house.Verbs.OpenTo(walk, actor).Where(move => house.Verbs.Allows(move.Verb, actor))];

    // Leaves out whatever is not needed for the fault.
    private static string Shrunk(WalkHouse house, int seed, Step[] steps)
    {
        var (needed, last) = (steps.ToList(), "");
        string? Fault(IEnumerable<Step> some)
        {
            var walk = new Walk(house, seed);
            foreach (var step in some)
                walk.Do(step);
            return new Finisher(house).End(walk);
        }

        last = Fault(needed) ?? "it does not happen again";
        for (var size = Math.Max(1, needed.Count / 2); size >= 1; size /= 2)
        for (var at = 0; at < needed.Count; )
        {
            List<Step> fewer = [.. needed.Take(at), .. needed.Skip(at + size)];
            if (Fault(fewer) is { } still)
                (needed, last) = (fewer, still);
            else
                at += size;
        }

        return $"seed {seed}: {last}\n  {string.Join("\n  ", needed)}";
    }
}
