using System.Text.Json;
using System.Text.Json.Nodes;
using ParallelApproval.Province.Registers;

namespace ParallelApproval.Province.Nodes;

/// <summary>
/// Asks every server of every district each second how it is (节点巡检), each by itself: who hangs keeps nobody else waiting.
/// </summary>
internal sealed partial class NodeWatch(DistrictBook book, Wire wire, LastHeard heard, TimeProvider time, ILogger<NodeWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A server promises its answer within two seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do foreach (var district in book.Districts)
        foreach (var node in district.Nodes)
            if (!node.IsBeingAsked)
            {
                node.IsBeingAsked = true;
                _ = AskAsync(district, node, stoppingToken);
            }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(District district, Node node, CancellationToken cancellation)
    {
        try
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            late.CancelAfter(Patience);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, "/health/ready"));
            request.Headers.Host = district.Address.Authority;
            using var answer = await wire.SendAsync(request, late.Token);
            var (state, fault) = Judge(node, answer.IsSuccessStatusCode, await HealthAsync(answer, late.Token));
            if (state is NodeState.Ready)
                heard.From(node.Region);
            if (node.Is(state, fault))
                Log(node);
        }
        catch (HttpRequestException)
        {
            if (node.Is(NodeState.Away, "refused"))
                Log(node);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            if (!cancellation.IsCancellationRequested && node.IsSilent())
                Log(node);
        }
        finally
        {
            node.IsBeingAsked = false;
        }
    }

    private static (NodeState State, string? Fault) Judge(Node node, bool isServing, JsonObject? health)
    {
        // A server of another house would show people the wrong cases.
        if (Text(health, "region") is { } region && region != node.Region)
            return (NodeState.Away, "wrongDistrict");
        return (isServing, Text(health, "status")) switch
        {
            (true, not null) => (NodeState.Ready, null),
            (false, "databaseReadOnly" or "databaseFull") and var (_, word) => (NodeState.Reads, word),
            (_, var word) => (NodeState.Away, word ?? "strange"),
        };
    }

    private static string? Text(JsonObject? health, string name) =>
        health?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static async Task<JsonObject?> HealthAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            return JsonNode.Parse(await Wire.ReadAsync(answer, cancellation)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Log(Node node)
    {
        if (node.State is NodeState.Ready)
            LogBack(node.Region, node.Address);
        else
            LogAway(node.Region, node.Address, node.Fault);
    }

    [LoggerMessage(LogLevel.Information, "District {Region}: {Node} is ready.")]
    private partial void LogBack(string region, Uri node);

    [LoggerMessage(LogLevel.Warning, "District {Region}: {Node} is not ready: {Fault}.")]
    private partial void LogAway(string region, Uri node, string? fault);
}
