using System.Diagnostics;
using System.Xml.Linq;

namespace ParallelApproval.Elsa.Tests;

/// <summary>
/// The whole house on Elsa: the tests of the product itself, run with the setting by which an operator chooses the engine, its folder lying
/// beside the program. Where the house is not the same on both engines, the table says why (differences.tsv: test, tab, reason).
/// </summary>
public sealed class HouseOnElsaTests
{
    private const string Engine = "ParallelApproval.Elsa";

    // Longer than any of them takes on a machine that does ten things beside.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private const string Faults = "PARALLELAPPROVAL_FAULTS=NodeKilled NodeKilled NodeKilled";

    /// <summary>Project, the classes of it that are run, and what its environment says beside.</summary>
    public static TheoryData<string, string, string> Suites =>
        new()
        {
            // Definitions, trials, migrations, journal, another try, timers, blocks, runs, calls.
            { "ParallelApproval.Tests", "-class ParallelApproval.Workflows.* -class- ParallelApproval.Workflows.FlowWalkTests", "" },
            // Random flows to the end of their cases; a walk takes thirty times as long as on the product's own engine.
            { "ParallelApproval.Tests", "-class ParallelApproval.Workflows.FlowWalkTests", "PARALLELAPPROVAL_LONG=1000" },
            // What becomes of cases: branches, corrections, stops, refusals, deliveries.
            { "ParallelApproval.Tests", "-class ParallelApproval.Cases.*", "" },
            // Studio's API, and what its viewer shows of a case.
            { "ParallelApproval.Web.Tests", "-class ParallelApproval.Web.Studio.*", "" },
            // Five working days in parallel, sixteen in series.
            { "ParallelApproval.Web.Tests", "-class ParallelApproval.Web.StoryTests", "" },
            // Six departments at the same instant, two hundred times.
            { "ParallelApproval.Web.Tests", "-class ParallelApproval.Web.ConcurrencyTests", "" },
            // A server killed three times in the middle of work.
            { "ParallelApproval.Web.Tests", "-class ParallelApproval.Web.FaultScheduleTests", Faults },
            // Cases of both engines, whatever the setting says; what is refused at publication.
            { "ParallelApproval.Web.Tests", "-class ParallelApproval.Web.EnginesSideBySideTests", "" },
        };

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task The_tests_of_the_house_pass_on_Elsa_but_for_those_of_the_table(string project, string classes, string beside)
    {
        using var engine = new BesideTheProgram(Folder("tests", project));
        var results = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.xml");
        var written = await RunAsync(Path.Combine(Folder("tests", project), project), classes, beside, results);
        File.Exists(results).ShouldBeTrue(written);
        var run = XDocument.Load(results).Descendants("test").GroupBy(NameOf).Select(Outcome.Of).ToList();
        File.Delete(results);
        run.ShouldNotBeEmpty(written);
        var differs = Differences();

        run.Where(test => test.Failed is not null && !differs.ContainsKey(test.Name))
            .Select(test => $"{test.Name}: {test.Failed}")
            .ShouldBeEmpty();
        run.Where(test => test.Failed is null && differs.ContainsKey(test.Name))
            .Select(test => test.Name)
            .ShouldBeEmpty("they are the same on both engines by now, and leave the table");
    }

    [Fact]
    public void Every_difference_stands_in_the_table_with_its_reason() =>
        Differences().ShouldAllBe(line => line.Key.StartsWith("ParallelApproval.", StringComparison.Ordinal) && line.Value.Length > 20);

    private static async Task<string> RunAsync(string program, string classes, string beside, string results)
    {
        var start = new ProcessStartInfo(program, [.. classes.Split(' '), "-noColor", "-result-xml", results])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ParallelApproval__Engine"] = "Elsa";
        if (beside.Split('=') is [var name, var value])
            start.Environment[name] = value;
        using var tests = Process.Start(start)!;
        try
        {
            var (said, complained) = (tests.StandardOutput.ReadToEndAsync(Cancellation), tests.StandardError.ReadToEndAsync(Cancellation));
            await tests.WaitForExitAsync(Cancellation).WaitAsync(Limit, Cancellation);
            return await said + await complained;
        }
        finally
        {
            if (!tests.HasExited)
                tests.Kill(entireProcessTree: true);
        }
    }

    private static Dictionary<string, string> Differences() =>
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "differences.tsv"))
            .Select(line => line.Split('\t'))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    /// <summary>What was built of a project: <c>place/project/bin/configuration/framework</c>, as of this one.</summary>
    private static string Folder(string place, string project)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var configuration = framework.Parent!;
        var repository = configuration.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(repository.FullName, place, project, "bin", configuration.Name, framework.Name);
    }

    private static string NameOf(XElement test) => $"{test.Attribute("type")!.Value}.{test.Attribute("method")!.Value}";

    /// <summary>A test with all its cases; why the first of them failed, null when none did.</summary>
    private sealed record Outcome(string Name, string? Failed)
    {
        public static Outcome Of(IGrouping<string, XElement> cases) =>
            new(
                cases.Key,
                cases.FirstOrDefault(one => one.Attribute("result")!.Value == "Fail")?.Descendants("message").FirstOrDefault()?.Value
            );
    }

    /// <summary>The engine's folder beside a program, as an operator lays it there; gone afterwards.</summary>
    private sealed class BesideTheProgram : IDisposable
    {
        private readonly string _link;

        public BesideTheProgram(string program)
        {
            _link = Path.Combine(program, Engine);
            if (!Directory.Exists(_link))
                Directory.CreateSymbolicLink(_link, Folder("src", Engine));
        }

        // The link alone, not what it leads to.
        public void Dispose() => Directory.Delete(_link);
    }
}
