using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>The number and the telephone of an applicant stand in no log, no trail and no table, and are shown in full on record.</summary>
public sealed class PersonalDataTests(TestCluster cluster)
{
    private const string Number = "610104199003070019";
    private const string Phone = "13912345678";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_are_masked_until_somebody_says_what_he_needs_them_for()
    {
        await using var door = new FrontDoor(cluster)
        {
            AlsoAdd = services => services.AddFakeLogging().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug)),
        };
        await door.InitializeAsync();
        var application = Catering.Application(accept: true);
        (application["applicant"]!["idNumber"], application["applicant"]!["phone"]) = (Number, Phone);
        var clerk = await door.AsAsync("clerk");
        var receipt = await clerk.PostAsync("/api/cases", application);
        receipt.Status.ShouldBe(201, receipt.Text);
        var no = receipt["caseNumber"]!.GetValue<string>();

        var sheet = await clerk.GetAsync($"/api/cases/{no}");
        sheet.Text.ShouldContain("6101**********0019");
        sheet.Text.ShouldNotContain(Number);
        (await clerk.PostAsync($"/api/cases/{no}/applicant/disclosure", new JsonObject { ["reason"] = " " })).Status.ShouldBe(400);
        (await (await door.AsAsync("designer")).PostAsync($"/api/cases/{no}/applicant/disclosure", Because("看看"))).Status.ShouldBe(403);
        var shown = await clerk.PostAsync($"/api/cases/{no}/applicant/disclosure", Because("电话核实"));
        (shown["idNumber"]!.GetValue<string>(), shown["phone"]!.GetValue<string>()).ShouldBe((Number, Phone));

        var supervisor = await door.AsAsync("supervisor");
        var block = new JsonObject
        {
            ["idNumber"] = Number,
            ["ground"] = "fraud",
            ["reason"] = "骗取许可",
        };
        (await supervisor.PostAsync("/api/blocks", block)).Status.ShouldBe(200);
        var found = await supervisor.PostAsync("/api/blocks/search", new JsonObject { ["idNumber"] = Number });
        found["items"]!.AsArray().ShouldHaveSingleItem()!["idNumber"]!.GetValue<string>().ShouldBe("6101**********0019");
        await door.HearAsync();

        (await door.Database.AskAsync<string>("SELECT user_name FROM house_events WHERE kind = 'ApplicantShown'", Cancellation)).ShouldBe(
            "clerk"
        );
        foreach (var said in (string[])[Number, Phone])
        {
            (
                await door.Database.AskAsync<long>(
                    $"SELECT (SELECT count(*) FROM case_events e WHERE strpos(e::text, '{said}') > 0) "
                        + $"+ (SELECT count(*) FROM house_events e WHERE strpos(e::text, '{said}') > 0)",
                    Cancellation
                )
            ).ShouldBe(0, "in the trails");
            door.App.Services.GetRequiredService<FakeLogCollector>()
                .GetSnapshot()
                .Where(record => record.ToString().Contains(said, StringComparison.Ordinal) || InState(record, said))
                .Select(record => record.Category)
                .ShouldBeEmpty("in the log");
        }
    }

    private static JsonObject Because(string reason) => new() { ["reason"] = reason };

    private static bool InState(FakeLogRecord record, string said) =>
        record.StructuredState?.Any(pair => pair.Value?.Contains(said, StringComparison.Ordinal) is true) is true;
}
