using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Catalogue;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web;

/// <summary>Six departments sign at the same instant, over HTTP, two hundred times.</summary>
public sealed class ConcurrencyTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private const int Cases = 200;
    private const int AtOnce = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Six_decisions_at_the_same_instant_decide_a_case_exactly_once()
    {
        var drill = Drill();
        var (clerk, approvers) = (await door.AsAsync("clerk"), await ApproversAsync(drill));
        await Parallel.ForAsync(
            0,
            Cases,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation },
            async (_, _) =>
            {
                var receipt = await clerk.PostAsync("/api/cases", Application(drill));
                receipt.Status.ShouldBe(201, receipt.Text);
                var number = receipt["caseNumber"]!.GetValue<string>();
                var answers = await Task.WhenAll(
                    approvers.Select((approver, at) => approver.DecideAsync(Catering.Task(number, at + 1), Catering.Approval()))
                );
                answers.ShouldAllBe(answer => answer.Status == 200);
            }
        );

        (await door.Database.AskAsync<string>("SELECT string_agg(DISTINCT engine, ',') FROM workflow_instances", Cancellation)).ShouldBe(
            door.App.Services.GetRequiredService<FlowEngines>().OfNewCases.Name
        );
        (await CountAsync("SELECT count(*) FROM cases WHERE decided_at IS NOT NULL")).ShouldBe(Cases);
        (await CountAsync("SELECT count(*) FROM decisions")).ShouldBe(Cases * 6);
        (
            await CountAsync(
                "SELECT count(*) FROM (SELECT 1 FROM case_events WHERE kind = 'CaseDecided' GROUP BY case_key HAVING count(*) = 1) AS once"
            )
        ).ShouldBe(Cases);
        (await CountAsync("SELECT count(*) FROM branches WHERE status <> 'Approved'")).ShouldBe(0);
        (await (await door.AsAsync("supervisor")).GetAsync("/api/audit/verification"))["holds"]!.GetValue<bool>().ShouldBeTrue();
    }

    // The catalogue's item for drills: six departments that wait for nobody.
    private ServiceItem Drill() =>
        door
            .App.Services.GetRequiredService<CatalogueRegister>()
            .Current.AllInForce(new(2026, 11, 23))
            .First(item => item.IsDrill && item.Branches.Count == 6 && item.Branches.All(branch => branch.DependsOn.Count == 0));

    private async Task<Account[]> ApproversAsync(ServiceItem drill)
    {
        var approvers = new List<Account>();
        foreach (var branch in drill.Branches)
            approvers.Add(await door.AsAsync("approver-" + branch.DepartmentCode.ToLowerInvariant()));
        return [.. approvers];
    }

    private static JsonObject Application(ServiceItem drill)
    {
        var application = Catering.Application(accept: true);
        application["itemCode"] = drill.ItemCode;
        application["form"] = new JsonObject { ["address"] = "演练路 1 号" };
        application["materials"] = new JsonArray([
            .. drill.Materials.Where(paper => paper.IsAsked).Select(paper => new JsonObject { ["code"] = paper.Code }),
        ]);
        return application;
    }

    private Task<long> CountAsync(string question) => door.Database.AskAsync<long>(question, Cancellation);
}
