using System.Text.Json.Nodes;
using ErrorOr;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

public sealed class DefinitionVersionTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_flowchart_becomes_a_draft_with_an_id_and_everything_the_tool_needs()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var row = await house.SavedAsync(Designing.Created("新建审批流程"));

        row.ShouldSatisfyAllConditions(
            r => r.Version.ShouldBe(1),
            r => r.IsLatest.ShouldBeTrue(),
            r => r.IsPublished.ShouldBeFalse(),
            r => r.Name.ShouldBe("新建审批流程"),
            r => r.DefinitionId.Length.ShouldBe(16)
        );
        var document = JsonNode.Parse(row.Content)!;
        document["root"]!["nodeId"]!.GetValue<string>().ShouldBe("Workflow1:a65ce3e8bed3cd4e");
        foreach (var list in (string[])["variables", "inputs", "outputs", "outcomes"])
            document[list].ShouldBeOfType<JsonArray>();
        foreach (var part in (string[])["options", "customProperties"])
            document[part].ShouldBeOfType<JsonObject>();
        foreach (var list in (string[])["activities", "connections", "variables"])
            document["root"]![list].ShouldBeOfType<JsonArray>();
    }

    [Fact]
    public async Task A_save_on_a_published_version_makes_the_next_draft_and_further_saves_overwrite_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model["description"] = "第二版";
        var draft = await house.SavedAsync(model);
        model = await house.OpenedAsync();
        model["description"] = "第二版，改";
        var again = await house.SavedAsync(model);

        again.Id.ShouldBe(draft.Id);
        (await house.VersionsAsync())
            .Select(row => (row.Version, row.IsLatest, row.IsPublished))
            .ShouldBe([(1, false, true), (2, true, false)]);
        again.Description.ShouldBe("第二版，改");
    }

    [Fact]
    public async Task Publishing_makes_one_version_both_latest_and_published()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishSeventhDepartmentAsync();
        (await house.VersionsAsync())
            .Select(row => (row.Version, row.IsLatest, row.IsPublished))
            .ShouldBe([(1, false, false), (2, true, true)]);
        house.Get<DefinitionRegister>().Published(Designing.Catering)!.Version.ShouldBe(2);

        var again = await house.Get<PublishDefinitionHandler>().HandleAsync(new(Designing.Catering), house.Designer, Cancellation);
        again.Value.AlreadyPublished.ShouldBeTrue();
    }

    [Fact]
    public async Task A_retracted_version_starts_no_case_and_its_content_stays_as_it_was()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (
            await house.Get<RetractDefinitionHandler>().HandleAsync(new(Designing.Catering), house.Designer, Cancellation)
        ).Value.WasPublished.ShouldBeTrue();
        house.Get<DefinitionRegister>().Published(Designing.Catering).ShouldBeNull();
        (
            await house.Get<RetractDefinitionHandler>().HandleAsync(new(Designing.Catering), house.Designer, Cancellation)
        ).Value.WasPublished.ShouldBeFalse();

        var model = await house.OpenedAsync();
        model["description"] = "改";
        (await house.SavedAsync(model)).Version.ShouldBe(2, "what was published once is never overwritten");
    }

    [Fact]
    public async Task Rolling_back_copies_the_old_version_into_a_new_draft()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishSeventhDepartmentAsync();
        var draft = (
            await house.Get<RevertDefinitionHandler>().HandleAsync(new(Designing.Catering, 1), house.Designer, Cancellation)
        ).Value;

        draft.Version.ShouldBe(3);
        (await house.VersionsAsync())
            .Select(row => (row.Version, row.IsLatest, row.IsPublished))
            .ShouldBe([(1, false, false), (2, false, true), (3, true, false)]);
        JsonNode.Parse(draft.Content)!["root"]!["activities"]!.AsArray().Count.ShouldBe(13);
        (
            await house.Get<RevertDefinitionHandler>().HandleAsync(new(Designing.Catering, 9), house.Designer, Cancellation)
        ).FirstError.Code.ShouldBe("definition_version_not_found");
    }

    [Fact]
    public async Task The_second_of_two_designers_is_told_and_nothing_is_overwritten()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (mine, hers) = (await house.OpenedAsync(), await house.OpenedAsync());
        (mine["description"], hers["description"]) = ("我的", "她的");
        await house.SavedAsync(mine);

        var refused = await house.SaveAsync(hers);
        refused.FirstError.Code.ShouldBe("definition_changed_by_other");
        refused.FirstError.Metadata!["by"].ShouldBe("designer");
        (await house.VersionsAsync()).Last().Description.ShouldBe("我的");
    }

    [Fact]
    public async Task The_same_save_sent_again_after_a_lost_answer_changes_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model["description"] = "改";
        var first = await house.SavedAsync((JsonObject)model.DeepClone());
        var second = await house.SavedAsync(model);
        (second.Id, second.Revision).ShouldBe((first.Id, first.Revision));
        (await house.VersionsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_saves_at_the_same_instant_leave_one_draft()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var models = new[] { await house.OpenedAsync(), await house.OpenedAsync() };
        for (var i = 0; i < 2; i++)
            models[i]["description"] = $"{i}";
        var saved = await Task.WhenAll(models.Select(model => Task.Run(() => house.SaveAsync(model))));
        saved.Count(outcome => outcome.IsError).ShouldBe(1);
        (await house.VersionsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_save_that_drops_every_activity_is_refused()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        (model["root"]!["activities"], model["root"]!["connections"]) = (new JsonArray(), new JsonArray());
        (await house.SaveAsync(model)).FirstError.Code.ShouldBe("definition_emptied");
        (await house.VersionsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_running_case_stays_on_its_version_while_a_new_case_runs_by_the_new_one()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var old = await house.ReceiveAsync(workflow: Designing.Catering);
        var model = await house.OpenedAsync();
        model.AddSeventhDepartment();
        var published = (await house.SaveAsync(model, publish: true)).Value;
        published.CasesBehind.ShouldBe(1);
        var young = await house.ReceiveAsync(workflow: Designing.Catering);

        var queries = house.Get<InstanceQueries>();
        (await queries.FindAsync(old, Cancellation))!.Version.ShouldBe(1);
        (await queries.HistoryAsync(old, Cancellation))!.Runs.Count(run => run.IsWaiting).ShouldBe(6);
        (await queries.FindAsync(young, Cancellation))!.Version.ShouldBe(2);
        (await queries.HistoryAsync(young, Cancellation))!.Runs.Count(run => run.IsWaiting).ShouldBe(7);

        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(old, branch)).IsError.ShouldBeFalse();
        (await queries.HistoryAsync(old, Cancellation))!
            .Runs.Where(run => run.IsWaiting)
            .ShouldHaveSingleItem()
            .ActivityId.ShouldBe("deliver");
    }

    [Fact]
    public async Task Another_node_starts_cases_on_the_new_version_at_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        await house.PublishSeventhDepartmentAsync();
        var number = await second.ReceiveAsync(workflow: Designing.Catering);
        (await house.Get<InstanceQueries>().FindAsync(number, Cancellation))!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Another_node_shows_a_case_that_runs_by_a_version_it_has_not_read_yet()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        await house.PublishSeventhDepartmentAsync();
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        (await second.Get<InstanceQueries>().HistoryAsync(number, Cancellation))!.Definition.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_definition_on_which_a_case_runs_is_not_deleted()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        var delete = house.Get<DeleteDefinitionHandler>();
        (await delete.HandleAsync(new(Designing.Catering), house.Designer, Cancellation)).FirstError.Code.ShouldBe(
            "cases_run_on_definition"
        );

        await house.Get<WithdrawCaseHandler>().HandleAsync(new(number, "不再办理"), house.Clerk(), Cancellation);
        (await delete.HandleAsync(new(Designing.Catering), house.Designer, Cancellation)).IsError.ShouldBeFalse();
        house.Get<DefinitionRegister>().Published(Designing.Catering).ShouldBeNull();
        (await house.Get<DefinitionQueries>().FindAsync(Designing.Catering, new("Latest"), Cancellation)).ShouldBeNull();
        (await house.Get<InstanceQueries>().HistoryAsync(number, Cancellation))!
            .Definition.Activities()
            .ShouldNotBeEmpty("a finished case still shows its drawing");
        (await delete.HandleAsync(new(Designing.Catering), house.Designer, Cancellation)).FirstError.Type.ShouldBe(ErrorType.NotFound);
    }

    [Fact]
    public async Task The_published_version_is_not_deleted_and_a_deleted_draft_gives_way_to_the_version_before()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var model = await house.OpenedAsync();
        model["description"] = "草稿";
        var draft = await house.SavedAsync(model);
        var delete = house.Get<DeleteDefinitionVersionHandler>();

        (await delete.HandleAsync(new((await house.VersionsAsync())[0].Id), house.Designer, Cancellation)).FirstError.Code.ShouldBe(
            "version_is_published"
        );
        (await delete.HandleAsync(new(draft.Id), house.Designer, Cancellation)).IsError.ShouldBeFalse();
        (await house.VersionsAsync()).ShouldHaveSingleItem().IsLatest.ShouldBeTrue();
    }

    [Fact]
    public async Task The_database_itself_keeps_a_published_version_as_it_is()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var change = await Should.ThrowAsync<PostgresException>(() =>
            house.Database.AskAsync<object>(
                "UPDATE workflow_definitions SET content = '{}' WHERE definition_id = 'immediate' RETURNING 1",
                Cancellation
            )
        );
        change.SqlState.ShouldBe("PA002");
    }
}
