using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Events;

namespace ParallelApproval.Web;

/// <summary>Catering cases that have come to their end, by HTTP.</summary>
internal static class Finished
{
    extension(FrontDoor door)
    {
        /// <summary>Received, approved by all six, collected; what listens has heard it.</summary>
        public async Task<(string Number, string Code)> FinishAsync(JsonObject? application = null)
        {
            var clerk = await door.AsAsync("clerk");
            var receipt = await clerk.PostAsync("/api/cases", application ?? Catering.Application(accept: true));
            receipt.Status.ShouldBe(201, receipt.Text);
            var number = receipt["caseNumber"]!.GetValue<string>();
            foreach (var (department, at) in Catering.Departments.Select((department, at) => (department, at + 1)))
                (
                    await (await door.AsAsync("approver-" + department)).DecideAsync(Catering.Task(number, at), Catering.Approval())
                ).Status.ShouldBe(200);
            (await clerk.PostAsync($"/api/cases/{number}/delivery")).Status.ShouldBe(200);
            await door.HearAsync();
            return (number, receipt["queryCode"]!.GetValue<string>());
        }

        /// <summary>Lets the listening rooms hear everything until now; the node's own relay may be at it too.</summary>
        public async Task HearAsync()
        {
            var relay = door.App.Services.GetRequiredService<Relay>();
            while (await relay.RunOnceAsync(TestContext.Current.CancellationToken) is not { IsAll: true, Told: 0 })
                await Task.Yield();
        }
    }
}
