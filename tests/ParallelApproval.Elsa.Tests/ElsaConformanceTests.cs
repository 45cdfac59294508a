using System.Runtime.CompilerServices;
using ParallelApproval.Engine;
using ParallelApproval.Engine.Tests;

namespace ParallelApproval.Elsa.Tests;

/// <summary>Elsa's engine and the product's own go the same way; where they would not, the drawing is refused.</summary>
public class ElsaConformanceTests
{
    private const int Walks = 30,
        Kept = 8;

    // One for all: what is made ready is shared between threads, as in a server.
    private static readonly ElsaEngine Elsa = new();

    public static TheoryData<string> Same => [.. ConformanceFlows.Same.Keys];

    public static TheoryData<string> Refused => [.. ConformanceFlows.Refused.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Same))]
    public void Both_engines_ask_for_the_same_wait_at_the_same_places_and_end_alike(string name)
    {
        var drawn = ConformanceFlows.Same[name];
        for (var seed = 0; seed < Walks; seed++)
        {
            var (theirs, ours, random, same) = (
                new EngineWalk(Elsa, drawn),
                new EngineWalk(new OwnEngine(), drawn),
                new Random(seed),
                new Random(seed)
            );
            for (var step = 0; ; step++)
            {
                theirs.Line.ShouldBe(ours.Line);
                theirs.Asked.ShouldBe(ours.Asked, theirs.Line);
                theirs.State.SubStatus.ShouldBe(ours.State.SubStatus);
                if (step == 40 || ours.IsOver)
                    break;
                theirs.Go(random);
                ours.Go(same);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Same))]
    public void What_both_walk_alike_may_be_published(string name) =>
        Elsa.Check(ConformanceFlows.Same[name], ConformanceFlows.Catalogue).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_Elsa_would_walk_otherwise_is_refused(string name)
    {
        var (_, drawn, code, reason) = ConformanceFlows.Refused.Single(one => one.Name == name);
        Elsa.Check(drawn, ConformanceFlows.Catalogue).Select(found => found.Code).ShouldContain(code, reason);
    }

    // ELSA_RECORD=1 writes the ways down anew, into the tests of the product's own engine.
    [Fact]
    public void The_ways_that_were_written_down_are_those_that_Elsa_takes()
    {
        if (Environment.GetEnvironmentVariable("ELSA_RECORD") is not null)
            File.WriteAllLines(PathOf(), ConformanceFlows.Same.SelectMany(flow => Ways(flow.Key, flow.Value)));
        else
            foreach (var (flow, line) in ConformanceTests.Paths())
                EngineWalk.Along(Elsa, ConformanceFlows.Same[flow], line).Line.ShouldBe(line);
    }

    private static IEnumerable<string> Ways(string name, WorkflowDefinition drawn) =>
        Enumerable
            .Range(0, Walks)
            .Select(seed => EngineWalk.ByChance(Elsa, drawn, seed, steps: 20).Line)
            .Distinct()
            .Take(Kept)
            .Select(line => $"{name}\t{line}");

    private static string PathOf([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../ParallelApproval.Engine.Tests/Conformance/paths.txt");
}
