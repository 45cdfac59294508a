using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>
/// Definitions of Elsa's own public tests and samples (Elsa 流程定义样例): each is imported, or refused with the code that stands in the list
/// beside this file. The files themselves are Elsa's; the environment variable <c>ELSA_DEFINITIONS</c> names a folder with clones of its
/// repositories, side by side.
/// </summary>
public sealed class ElsaDefinitionsTests(TestCluster cluster)
{
    private const int FewestImported = 120;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string? Folder => Environment.GetEnvironmentVariable("ELSA_DEFINITIONS");

    [Fact]
    public async Task Elsas_own_definitions_are_imported_or_refused_as_the_list_says_and_come_back_as_they_were()
    {
        Assert.SkipUnless(Directory.Exists(Folder), "ELSA_DEFINITIONS names no folder.");
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (wrong, imported) = (new List<string>(), 0);
        foreach (var (repository, commit, path, expected) in Listed())
        {
            var outcome = await OutcomeAsync(house, await FileAsync(repository, commit, path));
            if (outcome == "imports")
                imported++;
            if (outcome != expected)
                wrong.Add($"{path}: {outcome}, expected {expected}");
        }

        wrong.ShouldBeEmpty();
        imported.ShouldBeGreaterThanOrEqualTo(FewestImported);
    }

    [Fact]
    public void The_list_names_enough_definitions_that_are_imported() =>
        Listed().Count(line => line.Expected == "imports").ShouldBeGreaterThanOrEqualTo(FewestImported);

    public static TheoryData<string, string> Shapes =>
        new()
        {
            { "a type that nobody has", """{"id":"a","type":"Elsa.HttpEndpoint","version":1,"path":{"typeName":"String"}}""" },
            { "a version that nobody has", """{"id":"a","type":"Elsa.WriteLine","version":9,"text":{"typeName":"String"}}""" },
            { "a composite by its name alone", """{"id":"a","type":"Provider","version":1,"workflowDefinitionId":"2b06bdb1f75ff5a1"}""" },
            { "unknown within known", """{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"a","type":"Acme.Bomb"}]}""" },
            { "known within unknown", """{"id":"a","type":"Acme.Box","body":{"id":"b","type":"Elsa.WriteLine","version":1}}""" },
            {
                "a stand-in of Elsa's",
                """{"id":"a","type":"Elsa.NotFoundActivity","version":1,"missingTypeName":"Acme.Bomb","missingTypeVersion":2,"""
                    + """ "originalActivityJson":"{\"id\":\"x\",\"type\":\"Acme.Bomb\",\"version\":2,\"fuse\":{\"length\":3}}"}"""
            },
            {
                "a stand-in that carries nothing",
                """{"id":"a","type":"Elsa.NotFoundActivity","version":1,"missingTypeName":"Acme.Bomb","originalActivityJson":"{"}"""
            },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task What_is_unknown_is_kept_comes_back_after_a_save_and_is_not_published(string shape, string activity)
    {
        shape.ShouldNotBeEmpty();
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var read = DefinitionDocument.Read(InDefinition(activity)).Value;
        (await OutcomeAsync(house, read.ToJsonString())).ShouldBe("imports");

        var imported = await house.Get<ImportDefinitionHandler>().HandleAsync(new(read), house.Designer, Cancellation);
        var refused = await house
            .Get<PublishDefinitionHandler>()
            .HandleAsync(new(imported.Value.DefinitionId), house.Designer, Cancellation);
        refused.Errors.ShouldContain(error => error.Code == "unknown_activity_type" || error.Code == "unknown_activity_version");
    }

    [Fact]
    public async Task A_root_that_is_no_flowchart_is_put_into_one()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        const string Sequence =
            """{"definitionId":"seq","root":{"id":"s","type":"Elsa.Sequence","activities":[{"id":"w","type":"Elsa.WriteLine"}]}}""";
        (await OutcomeAsync(house, Sequence)).ShouldBe("imports");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var read = DefinitionDocument.Read(Sequence).Value;
            var imported = await house.Get<ImportDefinitionHandler>().HandleAsync(new(read), house.Designer, Cancellation);
            imported.Value.Version.ShouldBe(1, "the same file twice changes nothing");
            var root = JsonNode.Parse(imported.Value.Content)!["root"]!;
            root["type"]!.GetValue<string>().ShouldBe("Elsa.Flowchart");
            root["activities"]![0]!["nodeId"]!.GetValue<string>().ShouldBe("Workflow1:s-flowchart:s");
        }
    }

    private static string InDefinition(string activity) =>
        $$$"""
            {"definitionId":"shape","name":"样例","root":{"id":"r","type":"Elsa.Flowchart","version":1,"activities":[
            {"id":"start","type":"Elsa.Start","version":1},{{{activity}}}],"connections":[]}}
            """;

    private static async Task<string> FileAsync(string repository, string commit, string path)
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", ["-C", Path.Combine(Folder!, repository), "show", $"{commit}:{path}"])
            {
                RedirectStandardOutput = true,
                StandardOutputEncoding = Encoding.UTF8,
            }
        )!;
        var text = await git.StandardOutput.ReadToEndAsync(Cancellation);
        await git.WaitForExitAsync(Cancellation);
        git.ExitCode.ShouldBe(0, $"{repository} {commit} {path}");
        return text.TrimStart('\uFEFF');
    }

    private static async Task<string> OutcomeAsync(TestHouse house, string json)
    {
        var read = DefinitionDocument.Read(json);
        if (read.IsError)
            return read.FirstError.Code;
        // A name of its own, for several of the files have the same.
        read.Value["definitionId"] = DefinitionVersions.NewId();
        var drawn = Types(read.Value).ToList();
        var imported = await house.Get<ImportDefinitionHandler>().HandleAsync(new(read.Value), house.Designer, Cancellation);
        if (imported.IsError)
            return imported.FirstError.Code;
        var shown = (JsonObject)JsonNode.Parse(imported.Value.Content)!;
        NotFoundActivities.Hide((JsonObject)shown["root"]!, house.Get<DefinitionRegister>().Activities);
        DefinitionStamp.Put(shown, imported.Value);
        var saved = await house.SaveAsync(DefinitionDocument.Read(DefinitionDocument.Write(shown)).Value);
        return saved.IsError ? saved.FirstError.Code
            : saved.Value.Version.Content != imported.Value.Content ? "differs after a save"
            : drawn.Except(Types(JsonNode.Parse(saved.Value.Version.Content))).Any() ? "lost activities"
            : "imports";
    }

    private static IEnumerable<string> Types(JsonNode? at) =>
        at switch
        {
            JsonObject one => (
                one["id"] is JsonValue && one["type"] is JsonValue type ? [$"{one["id"]} {type}"] : Enumerable.Empty<string>()
            )
                .Concat(one.Select(member => member.Value).SelectMany(Types))
                .Order(StringComparer.Ordinal),
            JsonArray list => list.SelectMany(Types).Order(StringComparer.Ordinal),
            _ => [],
        };

    private static IEnumerable<(string Repository, string Commit, string Path, string Expected)> Listed(
        [CallerFilePath] string here = ""
    ) =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "elsa-definitions.csv"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(','))
            .Select(cells => (cells[0], cells[1], cells[2], cells[3]));
}
