using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ParallelApproval.Benchmarks.Drill;

/// <summary>A running server as its officers see it: seven of them are signed in.</summary>
internal sealed class Office
{
    // Decided or later; what a case with six approvals can come to.
    private static readonly string[] Ends = ["decided", "delivered", "finished", "partlyFinished"];

    private readonly Func<byte[]> _applications;
    private readonly string[] _tokens;
    private readonly IReadOnlyList<Uri> _nodes;
    private readonly bool _twoRequests;

    private Office(IReadOnlyList<Uri> nodes, string[] tokens, string item, bool twoRequests)
    {
        (_nodes, _tokens, _twoRequests) = (nodes, tokens, twoRequests);
        _applications = DrillCase.Applications(item, accept: !twoRequests);
        Endpoints = [.. nodes.Select(EndpointOf)];
    }

    /// <summary>One for each node of the server.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; }

    /// <summary>Signs in the clerk and the six approvers, once, at the first node.</summary>
    public static async Task<Office> OpenAsync(IReadOnlyList<Uri> nodes, string item, bool twoRequests)
    {
        using var wire = new HttpWire(EndpointOf(nodes[0]));
        var tokens = new string[DrillCase.Branches + 1];
        for (var branch = 0; branch <= DrillCase.Branches; branch++)
        {
            var userName = branch == 0 ? DrillCase.Clerk : DrillCase.Approver(branch);
            tokens[branch] = Answer.Field(
                await wire.PostAsync(
                    "/api/session",
                    null,
                    JsonSerializer.SerializeToUtf8Bytes(new { userName, password = DrillCase.Password })
                ),
                "accessToken"
            );
        }
        return new(nodes, tokens, item, twoRequests);
    }

    /// <summary>Receives and accepts a case; its number.</summary>
    public async ValueTask<string> ReceiveAsync(HttpWire wire)
    {
        var number = Answer.Field(
            await wire.PostAsync("/api/cases", _tokens[0], _applications(), Guid.NewGuid().ToString("N")),
            "caseNumber"
        );
        if (_twoRequests)
            await wire.PostAsync($"/api/cases/{number}/acceptance", _tokens[0], "{}"u8.ToArray());
        return number;
    }

    /// <summary>The officer of a branch approves.</summary>
    public async ValueTask DecideAsync(HttpWire wire, string number, int branch) =>
        await wire.PostAsync($"/api/tasks/{number}-{branch:00}-1/decision", _tokens[branch], DrillCase.Approval);

    /// <summary>Which of the cases are not at their end, though all six have decided; each with its status.</summary>
    public async Task<List<string>> UnfinishedAsync(IEnumerable<string> numbers)
    {
        using var client = new HttpClient { BaseAddress = _nodes[0] };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _tokens[0]);
        var unfinished = new List<string>();
        foreach (var number in numbers)
        {
            using var answer = await client.GetAsync("/api/cases/" + number);
            var body = await answer.Content.ReadAsStringAsync();
            var status = answer.IsSuccessStatusCode
                ? JsonDocument.Parse(body).RootElement.GetProperty("status").GetString()
                : $"{(int)answer.StatusCode} {body}";
            if (!Ends.Contains(status))
                unfinished.Add($"{number} is {status}");
        }
        return unfinished;
    }

    private static IPEndPoint EndpointOf(Uri node) => new(IPAddress.Parse(node.Host), node.Port);
}
