using System.Text.Json.Nodes;

namespace ParallelApproval.Web;

/// <summary>Who may sign over days ahead, as a manager asks for it.</summary>
[Collection<SecondDoor>]
public sealed class PowersOverHttpTests(FrontDoor door)
{
    [Fact]
    public async Task A_manager_sees_who_may_sign_until_when_and_where_nobody_may()
    {
        var manager = await door.AsAsync("manager");
        var found = (await manager.GetAsync($"/api/powers?department=SYJ&item={Catering.ItemCode}&from=2030-12-01&to=2031-01-09")).Json!;
        var row = found["items"]!.AsArray().ShouldHaveSingleItem()!;
        row["department"]!.GetValue<string>().ShouldBe("SYJ");
        row["maySign"]!
            .AsArray()
            .Select(span => (Of(span, "officer"), Of(span, "from"), Of(span, "to"), Of(span, "letterEnds")))
            .ShouldContain(("approver-syj", "2030-12-01", "2030-12-31", "2030-12-31"));
        row["gaps"]!.AsArray().Select(gap => (Of(gap, "from"), Of(gap, "to"))).ShouldBe([("2031-01-01", "2031-01-09")]);
    }

    [Fact]
    public async Task Whoever_has_no_business_there_is_refused_and_so_is_what_cannot_be_asked()
    {
        (await (await door.AsAsync("approver-syj")).GetAsync("/api/powers")).Status.ShouldBe(403);
        var supervisor = await door.AsAsync("supervisor");
        (await supervisor.GetAsync("/api/powers?department=NOWHERE")).Status.ShouldBe(404);
        (await supervisor.GetAsync("/api/powers?item=NOTHING")).Code.ShouldBe("item_not_found");
        foreach (var span in (string[])["from=2026-03-02&to=2026-03-01", "from=2026-03-02&to=2028-03-02", "from=2026-03-02&to=2199-12-31"])
            (await supervisor.GetAsync("/api/powers?department=SYJ&" + span)).Code.ShouldBe("powers_span_wrong", span);
    }

    private static string Of(JsonNode? node, string field) => node![field]!.GetValue<string>();
}
