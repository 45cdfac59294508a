using System.Text.Json.Nodes;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>What the door says of a case whose record somebody has broken.</summary>
public sealed class DamagedRecordsOverHttpTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_said_in_words_with_a_code_and_never_as_a_fault_of_the_server()
    {
        var clerk = await door.AsAsync("clerk");
        var damaged = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        CaseNumber.TryParse(damaged, out var number);
        await door.Database.DoAsync(
            $"UPDATE clocks SET kind = 'Nobody' WHERE case_key = {number.Key} AND branch = 1 AND kind = 'Promised'",
            Cancellation
        );

        var sheet = await clerk.GetAsync("/api/cases/" + damaged);
        (sheet.Status, sheet.Code).ShouldBe((409, "record_damaged"), sheet.Text);
        var page = await (await Browser.SignInAsync(door.Address, "clerk")).OpenAsync("/cases/" + damaged);
        ((int)page.Status).ShouldBeLessThan(500);
        page.Html.ShouldContain("damaged");
        (await clerk.GetAsync("/api/cases?limit=20")).Status.ShouldBe(200);

        (await door.Anonymous.GetAsync("/health/ready")).ShouldSatisfyAllConditions(
            health => health.Status.ShouldBe(200),
            health => health["status"]!.GetValue<string>().ShouldBe("degraded"),
            health => health["remarks"]![0]!.GetValue<string>().ShouldBe("recordDamaged:" + damaged)
        );
        var listed = await (await door.AsAsync("supervisor")).GetAsync("/api/audit/damaged-records");
        listed["items"]!.AsArray().ShouldHaveSingleItem()!["caseNumber"]!.GetValue<string>().ShouldBe(damaged);
        (await clerk.GetAsync("/api/audit/damaged-records")).Status.ShouldBe(403);

        var list = await (await Browser.SignInAsync(door.Address, "admin")).OpenAsync("/administration/damaged-records");
        ((int)list.Status).ShouldBe(200);
        list.Html.ShouldContain(damaged);
        list.Html.ShouldContain("compare it with the last backup");
        (await (await Browser.SignInAsync(door.Address, "supervisor")).OpenAsync("/supervision")).Html.ShouldContain(
            "/administration/damaged-records"
        );
    }
}
