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
    private const int Walks = 1_000;
    private const int MostSteps = 40;

    [Fact]
    public async Task From_every_state_somebody_who_is_told_brings_the_case_to_its_end()
    {
        await using var house = await WalkHouse.BuildAsync(cluster, TestContext.Current.CancellationToken);
        var (first, walks) = (Number("WALK_SEED", 1), Number("WALKS", Walks));
        var (done, items) = (new Dictionary<string, int>(), new HashSet<string>());
        var faults = new List<string>();
        for (var seed = first; seed < first + walks; seed++)
        {
            var walk = Random(house, seed, done);
            items.Add(walk.Item.ItemCode);
            Step[] steps = [.. walk.Done];
            if (new Finisher(house).End(walk) is null)
                continue;
            faults.Add(Shrunk(house, seed, steps));
            if (faults.Count == 5)
                break;
        }

        if (faults.Count > 0)
            Assert.Fail(string.Join("\n\n", faults));
        if (walks < Walks)
            return;
        // Walks are no use where verbs are never done.
        string[] verbs =
        [
            .. CaseMoves.Table.ByOfficers.Select(line => line.Verb.ToString()),
            .. BranchMoves.Table.ByOfficers.Select(line => line.Verb.ToString()),
        ];
        // What comes late in a case chance reaches too seldom; the finisher hands out and decides on the spot.
        verbs
            .Except(done.Keys)
            .ShouldBeSubsetOf([
                nameof(CaseVerb.ReceiveCase),
                nameof(CaseVerb.DecideOnTheSpot),
                nameof(CaseVerb.DeliverCase),
                nameof(CaseVerb.RecordFollowUp),
                nameof(BranchVerb.SendDown),
                nameof(BranchVerb.AddResultLater),
                nameof(BranchVerb.SealDeemedGrant),
                nameof(BranchVerb.AnswerRefusal),
            ]);
        items.Count.ShouldBeGreaterThan(15);
    }

    // To look at one fault again: the seed that was printed, and one walk.
    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { } said ? int.Parse(said, CultureInfo.InvariantCulture) : usual;

    private static Walk Random(WalkHouse house, int seed, Dictionary<string, int> done)
    {
        var (walk, dice) = (new Walk(house, seed), new Random(-seed));
        var length = 5 + dice.Next(MostSteps);
        for (var number = 0; number < length && !walk.File.Case.Status.IsClosed(); number++)
            if (Next(house, walk, dice) is { } step && walk.Do(step) is null)
                done[step.Verb] = done.GetValueOrDefault(step.Verb) + 1;
        return walk;
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
        (string Verb, int Branch)[] open = [.. house.Verbs.OpenTo(walk, actor).Where(move => house.Verbs.Allows(move.Verb, actor))];
        if (open.Length == 0)
            return null;
        var (verb, branch) = open[dice.Next(open.Length)];
        // The short ways out are taken seldom.
        if (verb is nameof(CaseVerb.WithdrawCase) or nameof(CaseVerb.DeclineCase) && dice.Next(10) > 0)
            return null;
        return new(verb, actor.UserName, branch, dice.Next(1000), 0);
    }

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
