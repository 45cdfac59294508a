using System.Text.Json.Nodes;
using ParallelApproval.Cases;
using ParallelApproval.Engine;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>Running cases move to another version, or it is said why they cannot.</summary>
public sealed class MigrationTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_dry_run_tells_that_the_seventh_department_is_asked_and_moves_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        await house.DecideAsync(number, 1);
        await house.PublishSeventhDepartmentAsync();

        var move = (await PlanAsync(house, 2, number)).ShouldHaveSingleItem();
        move.CanMove.ShouldBeTrue(move.Refusal?.Description);
        move.Opens.ShouldHaveSingleItem().Display.ShouldBe("消防审批");
        move.Stands.Count.ShouldBe(6);
        (await house.Get<InstanceQueries>().FindAsync(number, Cancellation))!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_moved_case_waits_for_the_seventh_department_and_then_finishes()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        await house.DecideAsync(number, 1);
        await house.PublishSeventhDepartmentAsync();
        var proposed = await ProposeAsync(house, 2, number);

        var moved = await house
            .Get<MigrateCasesHandler>()
            .HandleAsync(new(proposed.Migration.Id), house.By("manager", "XZSP"), Cancellation);
        moved.Value.ShouldHaveSingleItem().CanMove.ShouldBeTrue();
        var queries = house.Get<InstanceQueries>();
        (await queries.FindAsync(number, Cancellation))!.Version.ShouldBe(2);

        for (var branch = 2; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.ShouldBeEmpty();
        (await queries.HistoryAsync(number, Cancellation))!
            .Runs.Where(run => run.IsWaiting)
            .ShouldHaveSingleItem()
            .ActivityId.ShouldBe("seventh", "the join waits for the branch that was opened late");
        var last = await house
            .Get<DecideBranchHandler>()
            .HandleAsync(new(new(number, 7, 1), Verdict.Approve, "同意。"), house.Approver("XFDD"), Cancellation);
        last.ErrorsOrEmptyList.ShouldBeEmpty();
        (await queries.HistoryAsync(number, Cancellation))!
            .Runs.Where(run => run.IsWaiting)
            .ShouldHaveSingleItem()
            .ActivityId.ShouldBe("deliver");
    }

    [Fact]
    public async Task Each_move_is_in_the_audit_trail_with_who_proposed_it_and_who_approved_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        await house.PublishSeventhDepartmentAsync();
        var proposed = await ProposeAsync(house, 2, number);
        await house.Get<MigrateCasesHandler>().HandleAsync(new(proposed.Migration.Id), house.By("manager", "XZSP"), Cancellation);

        var entry = (await house.Get<AuditQueries>().OfCaseAsync(number, Cancellation)).Single(one => one.Kind == nameof(FlowMigrated));
        entry.UserName.ShouldBe("manager");
        JsonNode
            .Parse(entry.Data)!
            .ShouldSatisfyAllConditions(
                data => data["fromVersion"]!.GetValue<int>().ShouldBe(1),
                data => data["toVersion"]!.GetValue<int>().ShouldBe(2),
                data => data["proposedBy"]!.GetValue<string>().ShouldBe("designer"),
                data => data["reason"]!.GetValue<string>().ShouldBe("增加消防")
            );
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task The_journal_with_the_move_in_it_gives_the_state_that_is_stored()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        await house.PublishSeventhDepartmentAsync();
        await house
            .Get<MigrateCasesHandler>()
            .HandleAsync(new((await ProposeAsync(house, 2, number)).Migration.Id), house.By("manager", "XZSP"), Cancellation);

        var events = await house.Database.AskAsync<string>(
            "SELECT json_agg(e)::text FROM (SELECT json_array_elements(events) e FROM workflow_journal "
                + $"WHERE case_key = {number.Key} ORDER BY first_sequence) x",
            Cancellation
        );
        var replayed = WorkflowEngine.Apply(
            WorkflowState.Initial,
            JsonNode.Parse(events)!.AsArray().Select(one => WorkflowEvent.Parse(one!.ToJsonString()))
        );
        replayed.ShouldBe(WorkflowState.Parse((await house.Get<InstanceQueries>().FindAsync(number, Cancellation))!.State));
    }

    [Fact]
    public async Task A_second_person_approves_and_only_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        await house.PublishSeventhDepartmentAsync();
        var id = (await ProposeAsync(house, 2, number)).Migration.Id;
        var handler = house.Get<MigrateCasesHandler>();

        (await handler.HandleAsync(new(id), house.Designer, Cancellation)).FirstError.Code.ShouldBe("second_person_needed");
        (await house.Get<InstanceQueries>().FindAsync(number, Cancellation))!.Version.ShouldBe(1);
        (await handler.HandleAsync(new(id), house.By("manager", "XZSP"), Cancellation)).IsError.ShouldBeFalse();
        (await handler.HandleAsync(new(id), house.By("manager", "XZSP"), Cancellation)).FirstError.Code.ShouldBe("migration_carried_out");
        (await handler.HandleAsync(new("0"), house.By("manager", "XZSP"), Cancellation)).FirstError.Code.ShouldBe("migration_not_found");
    }

    [Fact]
    public async Task Under_one_key_of_the_caller_every_case_moves()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        CaseNumber[] cases =
        [
            await house.ReceiveAsync(workflow: Designing.Catering),
            await house.ReceiveAsync(workflow: Designing.Catering),
        ];
        await house.PublishSeventhDepartmentAsync();
        var act = house.By("manager", "XZSP", new("k", new byte[32]));
        var moved = (
            await house.Get<MigrateCasesHandler>().HandleAsync(new((await ProposeAsync(house, 2, cases)).Migration.Id), act, Cancellation)
        ).Value;
        moved.Select(move => move.CaseNumber).ShouldBe(cases.Select(number => number.ToString()));
        foreach (var number in cases)
            (await house.Get<InstanceQueries>().FindAsync(number, Cancellation))!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_second_person_rejects_with_a_reason_and_nothing_moves_any_more()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        await house.PublishSeventhDepartmentAsync();
        var id = (await ProposeAsync(house, 2, number)).Migration.Id;
        var (handler, manager) = (house.Get<RejectMigrationHandler>(), house.By("manager", "XZSP"));

        (await handler.HandleAsync(new(id, " "), manager, Cancellation)).FirstError.Code.ShouldBe("rejection_reason_missing");
        (await handler.HandleAsync(new("0", "不需要"), manager, Cancellation)).FirstError.Code.ShouldBe("migration_not_found");
        (await handler.HandleAsync(new(id, " 办件即将办结 "), manager, Cancellation)).Value.RejectedBecause.ShouldBe("办件即将办结");

        (await handler.HandleAsync(new(id, "再次"), manager, Cancellation)).FirstError.Code.ShouldBe("migration_rejected");
        (await house.Get<MigrateCasesHandler>().HandleAsync(new(id), manager, Cancellation)).FirstError.Code.ShouldBe("migration_rejected");
        (await house.Get<InstanceQueries>().FindAsync(number, Cancellation))!.Version.ShouldBe(1);
        (await house.Get<MigrationQueries>().OfAsync(Designing.Catering, Cancellation))
            .ShouldHaveSingleItem()
            .RejectedBy.ShouldBe("manager");
    }

    [Fact]
    public async Task What_has_been_approved_is_not_rejected_and_one_s_own_proposal_is_taken_back()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        await house.PublishSeventhDepartmentAsync();
        var (approved, mine) = ((await ProposeAsync(house, 2, number)).Migration.Id, (await ProposeAsync(house, 2, number)).Migration.Id);
        await house.Get<MigrateCasesHandler>().HandleAsync(new(approved), house.By("manager", "XZSP"), Cancellation);
        (
            await house.Get<RejectMigrationHandler>().HandleAsync(new(approved, "晚了"), house.By("designer-2", "XZSP"), Cancellation)
        ).FirstError.Code.ShouldBe("migration_carried_out");
        (
            await house.Get<RejectMigrationHandler>().HandleAsync(new(mine, "重复提出"), house.Designer, Cancellation)
        ).Value.RejectedBy.ShouldBe("designer");
    }

    [Fact]
    public async Task A_case_moves_to_a_version_that_only_words_things_otherwise_and_goes_on_to_its_end()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        await house.DecideAsync(number, 1);
        await PublishRewordedAsync(house);
        var planned = (await PlanAsync(house, 2, number)).ShouldHaveSingleItem();
        planned.CanMove.ShouldBeTrue(planned.Refusal?.Description);
        planned.Stands.Count.ShouldBe(5);
        var id = (await ProposeAsync(house, 2, number)).Migration.Id;

        var moved = await house.Get<MigrateCasesHandler>().HandleAsync(new(id), house.By("manager", "XZSP"), Cancellation);
        moved.Value.ShouldHaveSingleItem().CanMove.ShouldBeTrue();
        for (var branch = 2; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).ErrorsOrEmptyList.ShouldBeEmpty();
        var queries = house.Get<InstanceQueries>();
        (await queries.FindAsync(number, Cancellation))!.Version.ShouldBe(2);
        (await queries.HistoryAsync(number, Cancellation))!
            .Runs.Where(run => run.IsWaiting)
            .ShouldHaveSingleItem()
            .ActivityId.ShouldBe("deliver");
        (await house.Get<AuditQueries>().OfCaseAsync(number, Cancellation)).Single(one => one.Kind == nameof(FlowMigrated));
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_an_approval_and_a_rejection_at_the_same_instant_one_counts()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        await PublishRewordedAsync(house);
        var id = (await ProposeAsync(house, 2, number)).Migration.Id;
        var approval = Task.Run(
            () => house.Get<MigrateCasesHandler>().HandleAsync(new(id), house.By("manager", "XZSP"), Cancellation),
            Cancellation
        );
        var rejection = Task.Run(
            () => house.Get<RejectMigrationHandler>().HandleAsync(new(id, "不需要"), house.By("designer-2", "XZSP"), Cancellation),
            Cancellation
        );
        var (isApproved, isRejected) = (!(await approval).IsError, !(await rejection).IsError);
        (isApproved ^ isRejected).ShouldBeTrue();
        (await house.Get<InstanceQueries>().FindAsync(number, Cancellation))!.Version.ShouldBe(isApproved ? 2 : 1);
    }

    [Fact]
    public async Task A_case_that_waits_at_an_activity_the_new_version_has_not_stays_and_it_is_said_why()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (waiting, past) = (
            await house.ReceiveAsync(workflow: Designing.Catering),
            await house.ReceiveAsync(workflow: Designing.Catering)
        );
        foreach (var branch in (int[])[1, 2, 3, 4, 5, 6])
            await house.DecideAsync(past, branch);
        var model = await house.OpenedAsync();
        model.Activity("fork")["branches"]!["expression"]!["value"] = """["食药监", "工商", "质监", "国税", "地税"]""";
        model.Activities.Remove(model.Activity("branch6"));
        foreach (var arrow in model.Connections.Where(one => Names(one!, "branch6")).ToList())
            model.Connections.Remove(arrow);
        model["customProperties"]!["parallelApprovalMeantFor"] = new JsonObject { ["leftOut"] = new JsonArray(6) };
        await house.SavedAsync(model, publish: true);

        var moves = await PlanAsync(house, 2, waiting, past);
        moves[0]
            .Refusal!.Value.ShouldSatisfyAllConditions(
                why => why.Code.ShouldBe("activity_gone"),
                why => why.Metadata!["activity"].ShouldBe("branch6")
            );
        moves[1].CanMove.ShouldBeTrue(moves[1].Refusal?.Description);
        moves[1].Stands.ShouldHaveSingleItem().ActivityId.ShouldBe("deliver");

        var proposed = await ProposeAsync(house, 2, waiting, past);
        var moved = (
            await house.Get<MigrateCasesHandler>().HandleAsync(new(proposed.Migration.Id), house.By("manager", "XZSP"), Cancellation)
        ).Value;
        moved.Select(move => move.CanMove).ShouldBe([false, true]);
        (await house.Get<InstanceQueries>().FindAsync(waiting, Cancellation))!.Version.ShouldBe(1);
        (await house.Get<MigrationQueries>().OfAsync(Designing.Catering, Cancellation)).ShouldHaveSingleItem().Moved.ShouldBe([past.Key]);
    }

    [Fact]
    public async Task A_case_past_the_place_of_a_new_step_is_told_that_it_passes_it_by()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        foreach (var branch in (int[])[1, 2, 3, 4, 5, 6])
            await house.DecideAsync(number, branch);
        await house.PublishSeventhDepartmentAsync();
        var move = (await PlanAsync(house, 2, number)).ShouldHaveSingleItem();
        move.PassedBy.ShouldHaveSingleItem().ActivityId.ShouldBe("seventh");
        move.Opens.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_moves_to_a_draft_or_to_the_version_it_runs_on()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        var plan = house.Get<PlanMigrationHandler>();
        (await plan.HandleAsync(new(Designing.Catering, 2, [number]), house.Designer, Cancellation)).FirstError.Code.ShouldBe(
            "definition_version_not_found"
        );
        (await PlanAsync(house, 1, number)).ShouldHaveSingleItem().Refusal!.Value.Code.ShouldBe("already_on_version");
        (await plan.HandleAsync(new(Designing.Catering, 1, []), house.Designer, Cancellation)).FirstError.Code.ShouldBe("number_of_cases");
    }

    private static async Task PublishRewordedAsync(TestHouse house)
    {
        var model = await house.OpenedAsync();
        model.Activity("deliver")["metadata"]!["displayText"] = "送达证照";
        await house.SavedAsync(model, publish: true);
    }

    private static bool Names(JsonNode arrow, string activity) =>
        arrow["source"]!["activity"]!.GetValue<string>() == activity || arrow["target"]!["activity"]!.GetValue<string>() == activity;

    private static async Task<IReadOnlyList<CaseMove>> PlanAsync(TestHouse house, int version, params CaseNumber[] cases) =>
        (await house.Get<PlanMigrationHandler>().HandleAsync(new(Designing.Catering, version, cases), house.Designer, Cancellation)).Value;

    private static async Task<ProposedMigration> ProposeAsync(TestHouse house, int version, params CaseNumber[] cases) =>
        (
            await house
                .Get<ProposeMigrationHandler>()
                .HandleAsync(new(Designing.Catering, version, cases, "增加消防"), house.Designer, Cancellation)
        ).Value;
}
