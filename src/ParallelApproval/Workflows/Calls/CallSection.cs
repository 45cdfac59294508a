using System.Text.Json;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>What kinds of calls there are.</summary>
public enum CallKind
{
    /// <summary>发布事件: whoever waits for it goes on, whoever begins with it is started.</summary>
    Event,

    /// <summary>启动流程.</summary>
    Workflow,

    /// <summary>回报上级: the flow has come to its end, and the step that started it waits for that.</summary>
    Told,

    /// <summary>HTTP 请求.</summary>
    Http,

    /// <summary>邮件.</summary>
    Email,
}

/// <summary>Something that a step of a flow wants of others.</summary>
/// <param name="Bookmark">The step; what comes of it is told there.</param>
/// <param name="Item">Which of several.</param>
/// <param name="Host">Host and port for what goes outside; empty within the house.</param>
internal sealed record FlowCall(string Bookmark, CallKind Kind, JsonElement Request, int Item = 0, string Host = "");

/// <summary>
/// The outbox of a flow (外呼箱): what a command's steps want of others is stored in the command's transaction, so that it is neither lost nor
/// sent for a command that was not carried out. It is only filled; who carries it out reads it across all files.
/// </summary>
internal sealed class CallSection : ICaseSection
{
    // A step that is tried again wants the same again; a flow tells of its end once.
    private const string Insert = """
        INSERT INTO workflow_calls (case_key, bookmark, item, kind, host, request, made_at, next_at, attempts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0)
        ON CONFLICT (case_key, bookmark, item) DO UPDATE
        SET request = excluded.request, host = excluded.host, made_at = excluded.made_at, next_at = excluded.next_at, attempts = 0,
            ended_at = NULL, outcome = NULL
        WHERE workflow_calls.kind <> 'Told'
        """;

    private const string Drop =
        "UPDATE workflow_calls SET next_at = NULL, ended_at = $3, outcome = 'void' "
        + "WHERE case_key = $1 AND bookmark = $2 AND ended_at IS NULL";

    /// <summary>How requests are written: what flows hand on may be nested as deeply as the engine lets it.</summary>
    internal static readonly JsonSerializerOptions Written = new(HouseJson.Options) { MaxDepth = 256 };

    private readonly List<FlowCall> _calls = [];
    private readonly List<string> _void = [];

    /// <summary>
    /// How many calls within the house led to this command, each of them made by what the one before it brought about: nobody acted and no
    /// time passed between them. Calls that this command makes carry one more.
    /// </summary>
    public int Hops { get; set; }

    public bool IsOfRun => true;

    /// <summary>What the command's steps want so far.</summary>
    public IReadOnlyList<FlowCall> Noted => _calls;

    public void Note(FlowCall call) => _calls.Add(call);

    /// <summary>The flow no longer waits at that step; what has not been sent is not sent any more.</summary>
    public void Void(string bookmark)
    {
        _calls.RemoveAll(call => call.Bookmark == bookmark);
        _void.Add(bookmark);
    }

    public void Write(CaseFile file, Statements statements)
    {
        foreach (var bookmark in _void)
            statements.Add(Drop, Statements.Value(file.Number.Key), Statements.Value(bookmark), Statements.Instant(file.Act.At));
        foreach (var call in _calls)
            statements.Add(
                Insert,
                Statements.Value(file.Number.Key),
                Statements.Value(call.Bookmark),
                Statements.Value(call.Item),
                Statements.Value(call.Kind.ToString()),
                Statements.Value(call.Host),
                Statements.Json(CallHops.Put(call.Request, Hops)),
                Statements.Instant(file.Act.At)
            );
        _calls.Clear();
        _void.Clear();
        Hops = 0;
    }
}

/// <summary>
/// How often flows may bring each other on without anybody acting (连锁上限): flows that start or tell each other in a circle would never
/// come to rest. It is kept with the request.
/// </summary>
internal static class CallHops
{
    /// <summary>More than any flows mean that are drawn on purpose.</summary>
    public const int Most = 100;

    public const string Code = "flow_goes_round";

    public static readonly string Sentence = FormattableString.Invariant(
        $"Expected flows to come to rest, but {Most} have started or told each other in a row; look for a circle of flows or events."
    );

    private const string Member = "hops";

    public static string Put(JsonElement request, int hops)
    {
        if (hops == 0 || request.ValueKind is not JsonValueKind.Object)
            return request.GetRawText();
        var members = request.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        members[Member] = JsonSerializer.SerializeToElement(hops);
        return JsonSerializer.Serialize(members, CallSection.Written);
    }

    public static int Of(string request)
    {
        using var read = JsonDocument.Parse(request, new() { MaxDepth = CallSection.Written.MaxDepth });
        return
            read.RootElement.ValueKind is JsonValueKind.Object
            && read.RootElement.TryGetProperty(Member, out var hops)
            && hops.TryGetInt32(out var number)
            ? number
            : 0;
    }
}
