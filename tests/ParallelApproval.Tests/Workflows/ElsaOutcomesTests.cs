using System.Runtime.CompilerServices;
using System.Text.Json;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// Elsa's definitions end as Elsa's own tests say (Elsa 流程运行结果). The list beside this file says how; the files are Elsa's, and are run
/// where the environment variable <c>ELSA_DEFINITIONS</c> names a folder with a clone of its repository.
/// </summary>
public sealed class ElsaOutcomesTests
{
    private const string Scenarios = "elsa-core/test/integration/Elsa.Workflows.IntegrationTests/Scenarios";

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    private static string? Folder => Environment.GetEnvironmentVariable("ELSA_DEFINITIONS");

    [Fact]
    public void Elsas_definitions_end_as_Elsas_own_tests_say()
    {
        Assert.SkipUnless(Directory.Exists(Folder), "ELSA_DEFINITIONS names no folder.");
        var wrong = new List<string>();
        foreach (var (files, kind, expected, input) in Listed())
        {
            var definitions = files.Select(file => Definition(Path.Combine(Folder, Scenarios, file))).ToList();
            var found = Ending(definitions[0], definitions.Skip(1), kind, expected, input);
            if (found != expected)
                wrong.Add($"{files[0]}: {found}, expected {kind} {expected}");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_list_says_of_each_definition_how_it_ends()
    {
        var listed = Listed().ToList();
        listed.Count.ShouldBeGreaterThanOrEqualTo(20);
        listed.ShouldAllBe(line => line.Kind == "finishes" || line.Expected.Length > 0);
    }

    private static WorkflowDefinition Definition(string file)
    {
        var read = DefinitionDocument.Read(File.ReadAllText(file));
        read.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty(file);
        return DefinitionRules.Parse(read.Value).Value;
    }

    private static string Ending(
        WorkflowDefinition definition,
        IEnumerable<WorkflowDefinition> composites,
        string kind,
        string expected,
        JsonElement? input
    )
    {
        var workflow = ExecutableWorkflow.Compile(definition, ActivityCatalogue.BuiltIn, composites);
        var (now, state, events) = (Start, WorkflowState.Initial, new List<WorkflowEvent>());
        WorkflowCommand? command = new WorkflowCommand.Start(now, input);
        while (command is not null)
        {
            if (WorkflowEngine.Decide(workflow, state, command) is not Engine.Decided decided)
                return "refused";
            events.AddRange(decided.Events);
            (state, now) = (decided.State, now.AddDays(1));
            // Elsa's tests let time pass, and let happen what is waited for, until nothing waits any more.
            command = state.Bookmarks.FirstOrDefault() switch
            {
                null => null,
                { Kind: RequestKind.Event, Name: { } name } => new WorkflowCommand.RaiseEvent(now, name, null),
                var waiting => new WorkflowCommand.ElapseTimer(now, waiting.Id),
            };
        }

        var incidents = events.OfType<IncidentRecorded>().Select(one => one.Message).ToList();
        if (kind is not ("writes" or "unknown") && state.Status is not WorkflowStatus.Finished)
            return string.Join(';', incidents.DefaultIfEmpty("waits"));
        return kind switch
        {
            "unknown" => incidents.Exists(said => said.Contains(expected, StringComparison.Ordinal)) ? expected : "no incident",
            "lines" or "writes" => string.Join(';', events.OfType<LineWritten>().Select(one => one.Text)),
            "once" => string.Join(';', events.OfType<ActivityCompleted>().Where(one => one.ActivityId == expected).Select(_ => expected)),
            _ => "",
        };
    }

    private static IEnumerable<(string[] Files, string Kind, string Expected, JsonElement? Input)> Listed(
        [CallerFilePath] string here = ""
    ) =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "elsa-outcomes.csv"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(','))
            .Select(cells =>
                (cells[0].Split(" with "), cells[2], cells[3], cells.Length > 4 ? Input(cells[4].Split('=')) : (JsonElement?)null)
            );

    private static JsonElement Input(string[] input) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, string> { [input[0]] = input[1] });
}
