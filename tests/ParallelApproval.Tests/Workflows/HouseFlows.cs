using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>Flows that belong to no case, in few words.</summary>
internal static class HouseFlows
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Steps one after the other, each left by Done.</summary>
    public static JsonObject Chain(string id, params JsonObject[] steps)
    {
        var model = Designing.Created(id);
        (model["definitionId"], model["root"]!["activities"], model["root"]!["connections"]) = (id, new JsonArray(), new JsonArray());
        string? before = null;
        foreach (var step in steps)
        {
            model.Activities.Add(step);
            var own = step["id"]!.GetValue<string>();
            if (before is not null)
                model.Connect(before, "Done", own);
            before = own;
        }

        return model;
    }

    public static JsonObject Line(string id) => Designing.Dragged(id, "Elsa.WriteLine", id, ("text", id));

    /// <summary>A step that may start its flow by itself.</summary>
    public static JsonObject Starting(JsonObject step)
    {
        step["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return step;
    }

    /// <summary>With an input in another language than plain text.</summary>
    public static JsonObject Given(this JsonObject step, string input, string syntax, string value)
    {
        step[input] = new JsonObject
        {
            ["typeName"] = null,
            ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value },
            ["memoryReference"] = null,
        };
        return step;
    }

    extension(TestHouse house)
    {
        /// <summary>The codes of what keeps it from being published; none when it has been.</summary>
        public async Task<string[]> PublishAsync(JsonObject model)
        {
            var saved = await house.SaveAsync(model, publish: true);
            await house.Get<RegisterCache>().RefreshAsync(Cancellation);
            return [.. saved.ErrorsOrEmptyList.Select(error => error.Code)];
        }

        public async Task<CaseNumber> StartAsync(string flow)
        {
            var started = await house.Get<StartFlowHandler>().HandleAsync(new(flow), house.Designer, Cancellation);
            started.ErrorsOrEmptyList.Select(error => error.Description).ShouldBeEmpty();
            CaseNumber.TryParse(started.Value.Number, out var number).ShouldBeTrue();
            return number;
        }

        public Task<int> CallAsync() => house.Get<MakeCalls>().RunOnceAsync(Cancellation);

        public Task<ErrorOr<RaisedEvent>> RaiseAsync(RaiseEvent raised) =>
            house.Get<RaiseEventHandler>().HandleAsync(raised, house.Designer, Cancellation);

        public async Task<FlowHistory> HistoryAsync(CaseNumber run) =>
            (await house.Get<InstanceQueries>().HistoryAsync(run, Cancellation)).ShouldNotBeNull();

        public async Task<string> StatusAsync(CaseNumber run) => (await house.HistoryAsync(run)).Instance.SubStatus;

        public async Task<List<CaseNumber>> RunsAsync(string flow) =>
            [.. (await house.Get<RunQueries>().NewestAsync(flow, 100, Cancellation)).Select(row => new CaseNumber(row.CaseKey))];

        /// <summary>What WriteLine has written there.</summary>
        public async Task<string[]> LinesAsync(CaseNumber run)
        {
            await using var db = house.Database.NewContext();
            return
            [
                .. db.Set<JournalRow>()
                    .Where(row => row.CaseKey == run.Key)
                    .OrderBy(row => row.FirstSequence)
                    .Select(row => row.Events)
                    .AsEnumerable()
                    .SelectMany(page => JsonNode.Parse(page)!.AsArray())
                    .Where(one => one!["e"]!.GetValue<string>() == "lineWritten")
                    .Select(one => one!["text"]!.GetValue<string>()),
            ];
        }
    }
}
