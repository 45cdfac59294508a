using System.Text.Json.Nodes;
using ParallelApproval.Testing;
using ParallelApproval.Web.Studio;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web;

/// <summary>The product with Elsa's own engine beside it. Where that does not lie beside the program, there is nothing to try.</summary>
public sealed class EnginesSideBySideTests(TestCluster cluster)
{
    private const string Own = "ParallelApproval",
        Elsa = "Elsa";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cases_of_both_engines_lie_side_by_side_and_go_on_whatever_the_setting_says_by_then()
    {
        SkipWithoutElsa();
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        string ours,
            theirs;
        await using (var first = await StartAsync(database, Own))
        {
            ours = await ReceiveAsync(first);
            await DecideAsync(first, ours, 1, 2);
        }

        await using (var second = await StartAsync(database, Elsa))
        {
            theirs = await ReceiveAsync(second);
            await DecideAsync(second, theirs, 6, 5);
            await DecideAsync(second, ours, 3, 4);
        }

        await using var last = await StartAsync(database, Own);
        await DecideAsync(last, theirs, 4, 3, 2, 1);
        await DecideAsync(last, ours, 5, 6);

        (
            await database.AskAsync<string>("SELECT string_agg(engine, ' ' ORDER BY case_key) FROM workflow_instances", Cancellation)
        ).ShouldBe($"{Own} {Elsa}");
        (await database.AskAsync<long>("SELECT count(*) FROM cases WHERE decided_at IS NOT NULL", Cancellation)).ShouldBe(2);
        (await database.AskAsync<long>("SELECT count(*) FROM decisions", Cancellation)).ShouldBe(12);
        var supervisor = await Account.SignInAsync(last.Address, "supervisor", "Demo#2026");
        (await supervisor.GetAsync("/api/audit/verification"))["holds"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task What_Elsa_would_walk_otherwise_is_refused_at_publication_in_both_languages()
    {
        SkipWithoutElsa();
        await using var door = new FrontDoor(cluster) { Settings = [$"--ParallelApproval:Engine={Elsa}"] };
        await door.InitializeAsync();
        var designer = await door.AsAsync("designer");

        await RefusedAsync(designer, Merged(), "last", "engine_ignores_merge", "Put a join in front of it", "请在其前加一个汇合");
        await RefusedAsync(
            designer,
            Looped(),
            "join",
            "engine_loses_loop",
            "loses the branch that comes round again",
            "会丢失重新走来的分支"
        );
    }

    private static void SkipWithoutElsa() =>
        Assert.SkipUnless(FlowEngines.IsThere(Elsa), "Elsa's own engine does not lie beside this program (decision 10).");

    // Two waits, and a step that takes the first to come.
    private static void Draw(JsonObject model, string last, params (string Source, string Port, string Target)[] more)
    {
        string[] steps = ["start", "a", "b"];
        foreach (var step in steps)
            model["root"]!["activities"]!.AsArray().Add(StudioDoor.Dragged(step, step == "start" ? "Elsa.Start" : "Elsa.Delay"));
        foreach (
            var (source, port, target) in more.Prepend(("start", "Done", "b")).Prepend(("start", "Done", "a")).Append(("b", "Done", last))
        )
        {
            var arrow = StudioDoor.Arrow(source, target);
            arrow["source"]!["port"] = port;
            model["root"]!["connections"]!.AsArray().Add(arrow);
        }
    }

    private static Action<JsonObject> Merged() =>
        model =>
        {
            var last = StudioDoor.Dragged("last", "Elsa.Delay");
            last["customProperties"] = new JsonObject { ["mergeMode"] = "Race" };
            model["root"]!["activities"]!.AsArray().Add(last);
            Draw(model, "last", ("a", "Done", "last"));
        };

    private static Action<JsonObject> Looped() =>
        model =>
        {
            var again = StudioDoor.Dragged("again", "Elsa.FlowDecision");
            again["condition"] = new JsonObject
            {
                ["typeName"] = "Boolean",
                ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "Case.number === '1'" },
            };
            model["root"]!["activities"]!.AsArray().Add(again);
            model["root"]!["activities"]!.AsArray().Add(StudioDoor.Dragged("join", "Elsa.FlowJoin"));
            Draw(model, "join", ("a", "Done", "again"), ("again", "True", "a"), ("again", "False", "join"));
        };

    private static async Task RefusedAsync(
        Account designer,
        Action<JsonObject> draw,
        string step,
        string code,
        string english,
        string chinese
    )
    {
        var model = await designer.CreatedAsync(code);
        draw(model);
        var body = new JsonObject { ["model"] = model.DeepClone(), ["publish"] = true }.ToJsonString();
        foreach (var (language, sentence) in new[] { ("en", english), ("zh", chinese) })
        {
            var refused = await designer.SendAsync(HttpMethod.Post, $"{StudioDoor.Api}/workflow-definitions?lang={language}", body);
            (refused.Status, refused.Code).ShouldBe((400, code), refused.Text);
            refused["errors"]![step]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldContain(sentence);
        }
    }

    private static async Task<string> ReceiveAsync(WebProcess server)
    {
        var clerk = await Account.SignInAsync(server.Address, "clerk", "Demo#2026");
        var receipt = await clerk.PostAsync("/api/cases", Drill.Application());
        receipt.Status.ShouldBe(201, receipt.Text);
        return receipt["caseNumber"]!.GetValue<string>();
    }

    private static async Task DecideAsync(WebProcess server, string number, params int[] branches)
    {
        foreach (var branch in branches)
        {
            var officer = await Account.SignInAsync(server.Address, "approver-" + Catering.Departments[branch - 1], "Demo#2026");
            var decided = await officer.DecideAsync(Catering.Task(number, branch), Catering.Approval());
            decided.Status.ShouldBe(200, decided.Text);
        }
    }

    private static Task<WebProcess> StartAsync(TestDatabase database, string engine) =>
        WebProcess.StartAsync(
            typeof(Program).Assembly.Location,
            ["--ParallelApproval:SampleCases=false"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Demo",
                ["ConnectionStrings__ParallelApproval"] = database.ConnectionString,
                ["Logging__LogLevel__Default"] = "Error",
                ["ParallelApproval__Engine"] = engine,
            },
            StartLimit,
            Cancellation
        );
}
