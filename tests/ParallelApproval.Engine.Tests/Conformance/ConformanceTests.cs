using System.Reflection;

namespace ParallelApproval.Engine.Tests;

/// <summary>
/// The product's engine takes the ways that Elsa's own engine took. They were written down from it (paths.txt: flow, tab, steps with the
/// places at which it waited afterwards), so that they are held against each other where Elsa's packages are not to be had, too.
/// </summary>
public class ConformanceTests
{
    public static TheoryData<string> Recorded => [.. Paths().Select(path => path.Flow).Distinct()];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_flow_waits_where_it_waited_on_Elsa_and_ends_as_it_did_there(string flow)
    {
        foreach (var path in Paths().Where(path => path.Flow == flow))
            EngineWalk.Along(new OwnEngine(), ConformanceFlows.Same[flow], path.Line).Line.ShouldBe(path.Line);
    }

    [Fact]
    public void Every_drawing_has_ways_that_were_written_down() =>
        Paths().Select(path => path.Flow).Distinct().Order().ShouldBe(ConformanceFlows.Same.Keys.Order());

    internal static IReadOnlyList<(string Flow, string Line)> Paths()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("paths.txt")!);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t'))
                .Select(parts => (parts[0], parts[1])),
        ];
    }
}
