using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Identities;
using ParallelApproval.Testing;
using ParallelApproval.Workflows;

namespace ParallelApproval.Events;

/// <summary>Acts outside of cases leave a trace that nobody can touch unseen.</summary>
public sealed class HouseTrailTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_act_of_a_designer_leaves_one_entry_with_his_name()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(workflow: Designing.Catering);
        await house.PublishSeventhDepartmentAsync();
        await house.Get<PublishDefinitionHandler>().HandleAsync(new(Designing.Catering), house.Designer, Cancellation);
        await house.Get<RevertDefinitionHandler>().HandleAsync(new(Designing.Catering, 1), house.Designer, Cancellation);
        await house
            .Get<DeleteDefinitionVersionHandler>()
            .HandleAsync(new((await house.VersionsAsync())[2].Id), house.Designer, Cancellation);
        var file = (JsonObject)(await house.OpenedAsync("serial-approval")).DeepClone();
        file["definitionId"] = "imported";
        await house.Get<ImportDefinitionHandler>().HandleAsync(new(file), house.Designer, Cancellation);
        await house.Get<DeleteDefinitionHandler>().HandleAsync(new("imported"), house.Designer, Cancellation);
        await house.Get<RetractDefinitionHandler>().HandleAsync(new("serial-approval"), house.Designer, Cancellation);
        var (rejected, approved) = (await ProposeAsync(house, number), await ProposeAsync(house, number));
        await house.Get<RejectMigrationHandler>().HandleAsync(new(rejected, "重复"), house.By("manager", "XZSP"), Cancellation);
        await house.Get<MigrateCasesHandler>().HandleAsync(new(approved), house.By("manager", "XZSP"), Cancellation);

        var trail = await house.Get<AuditQueries>().OfHouseAsync(null, 100, Cancellation);
        trail
            .Reverse()
            .Select(line => (line.Kind, line.UserName))
            .ShouldBe([
                (nameof(DefinitionPublished), "designer"),
                (nameof(DefinitionReverted), "designer"),
                (nameof(DefinitionVersionDeleted), "designer"),
                (nameof(DefinitionImported), "designer"),
                (nameof(DefinitionDeleted), "designer"),
                (nameof(DefinitionRetracted), "designer"),
                (nameof(MigrationProposed), "designer"),
                (nameof(MigrationProposed), "designer"),
                (nameof(MigrationRejected), "manager"),
                (nameof(MigrationApproved), "manager"),
            ]);
        trail.Select(line => line.Sequence).ShouldBe(Enumerable.Range(1, 10).Reverse());
        (await house.Get<AuditQueries>().OfHouseAsync(3, 1, Cancellation)).ShouldHaveSingleItem().Kind.ShouldBe(nameof(DefinitionReverted));
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).ShouldSatisfyAllConditions(
            audit => audit.Holds.ShouldBeTrue(),
            audit => audit.HouseEvents.ShouldBe(10)
        );
    }

    [Fact]
    public async Task The_catalogue_and_the_calendars_write_into_the_same_trail()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var scope = house.Services.CreateAsyncScope();
        var draft = SampleDistrict.Items().Single(item => item.ItemCode == Catering.Item) with { EffectiveFrom = new(2026, 3, 9) };
        (
            await scope
                .ServiceProvider.GetRequiredService<PublishItemHandler>()
                .HandleAsync(new(draft, 1, Guid.NewGuid()), house.Designer, Cancellation)
        ).IsError.ShouldBeFalse();
        var year = house.Get<CalendarRegister>().Current.Years.Single(held => held.Year == 2026) with
        {
            NoticeNumber = "国办发明电〔2026〕1号",
            Amends = "国办发明电〔2025〕7号",
            Holidays = [new("调休", "Day in lieu", new(2026, 12, 31), new(2026, 12, 31))],
            MakeUpDays = [new(2026, 12, 26)],
        };
        foreach (var person in (string[])["admin", "admin-2"])
            (
                await scope
                    .ServiceProvider.GetRequiredService<ImportCalendarYearHandler>()
                    .HandleAsync(new(year), house.By(person, "XZSP"), Cancellation)
            ).IsError.ShouldBeFalse();
        var flood = new KeepLocalDays(2026, "SYJ", [new(new(2026, 3, 5), false, "防汛")], "陕汛〔2026〕3号");
        foreach (var person in (string[])["admin", "admin-2"])
            (
                await scope
                    .ServiceProvider.GetRequiredService<KeepLocalDaysHandler>()
                    .HandleAsync(flood, house.By(person, "XZSP"), Cancellation)
            ).IsError.ShouldBeFalse();

        var trail = await house.Get<AuditQueries>().OfHouseAsync(null, 100, Cancellation);
        trail
            .Reverse()
            .Select(line => (line.Kind, line.UserName))
            .ShouldBe([
                (nameof(ItemPublished), "designer"),
                (nameof(CalendarYearEntered), "admin"),
                (nameof(CalendarYearEntered), "admin-2"),
                (nameof(LocalDaysProposed), "admin"),
                (nameof(LocalDaysReplaced), "admin-2"),
            ]);
        JsonNode.Parse(trail[2].Data)!["inForce"]!.GetValue<bool>().ShouldBeTrue();
        JsonNode.Parse(trail[4].Data)!["itemCode"]!.GetValue<string>().ShouldBe(Catering.Item);
    }

    [Theory]
    [InlineData("UPDATE house_events SET data = '{\"definitionId\":\"other\",\"version\":2}' WHERE sequence = 1", 1, "changed")]
    [InlineData("UPDATE house_events SET user_name = 'somebody' WHERE sequence = 2", 2, "changed")]
    [InlineData("UPDATE house_events SET at = at - interval '1 microsecond' WHERE sequence = 2", 2, "changed")]
    [InlineData("DELETE FROM house_events WHERE sequence = 1", 1, "missing")]
    [InlineData("DELETE FROM house_events WHERE sequence = 3", 3, "missing")]
    [InlineData("DELETE FROM house_events", 1, "missing")]
    [InlineData("DELETE FROM house_trail", 0, "no_cover")]
    [InlineData("UPDATE house_trail SET event_count = 2", 2, "head_changed")]
    public async Task A_row_that_somebody_touched_is_found(string meddling, int sequence, string fault)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync();
        await house.PublishSeventhDepartmentAsync();
        await house.Get<RevertDefinitionHandler>().HandleAsync(new(Designing.Catering, 1), house.Designer, Cancellation);
        await house.Get<PublishDefinitionHandler>().HandleAsync(new(Designing.Catering), house.Designer, Cancellation);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();

        await using (var connection = await house.Database.Source.OpenConnectionAsync(Cancellation))
        {
            await using (var off = new NpgsqlCommand("ALTER TABLE house_events DISABLE TRIGGER house_events_stay", connection))
                await off.ExecuteNonQueryAsync(Cancellation);
            await using var meddle = new NpgsqlCommand(meddling, connection);
            (await meddle.ExecuteNonQueryAsync(Cancellation)).ShouldBePositive();
        }

        var audit = await house.Get<AuditQueries>().VerifyAsync(Cancellation);
        audit.Holds.ShouldBeFalse();
        audit.Broken.ShouldBe([new BrokenChain(BrokenChain.OfHouse, sequence, fault)]);
    }

    [Fact]
    public async Task The_database_refuses_to_change_the_trail()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PublishSeventhDepartmentAsync();
        var refused = await Should.ThrowAsync<PostgresException>(() =>
            house.Database.AskAsync<string>("UPDATE house_events SET actor = 'somebody' RETURNING actor", Cancellation)
        );
        refused.SqlState.ShouldBe("PA002");
    }

    [Fact]
    public async Task Acts_at_the_same_instant_stand_one_after_the_other_without_a_hole()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        string[] flows = [Designing.Catering, "serial-approval", "single-department", "immediate", "parallel-approval"];
        await Task.WhenAll(
            flows.Select(
                (flow, at) =>
                    Task.Run(
                        async () =>
                            (
                                await (at % 2 == 0 ? house : other)
                                    .Get<RevertDefinitionHandler>()
                                    .HandleAsync(new(flow, 1), house.Designer, Cancellation)
                            ).IsError.ShouldBeFalse(),
                        Cancellation
                    )
            )
        );
        (await house.Get<AuditQueries>().OfHouseAsync(null, 100, Cancellation)).Select(line => line.Sequence).ShouldBe([5, 4, 3, 2, 1]);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task A_refused_act_leaves_nothing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync(workflow: Designing.Catering);
        (
            await house.Get<DeleteDefinitionHandler>().HandleAsync(new(Designing.Catering), house.Designer, Cancellation)
        ).IsError.ShouldBeTrue();
        (
            await house.Get<RevertDefinitionHandler>().HandleAsync(new(Designing.Catering, 9), house.Designer, Cancellation)
        ).IsError.ShouldBeTrue();
        (await house.Get<AuditQueries>().OfHouseAsync(null, 100, Cancellation)).ShouldBeEmpty();
    }

    private static async Task<string> ProposeAsync(TestHouse house, CaseNumber number) =>
        (
            await house
                .Get<ProposeMigrationHandler>()
                .HandleAsync(new(Designing.Catering, 2, [number], "增加消防"), house.Designer, Cancellation)
        )
            .Value
            .Migration
            .Id;
}
