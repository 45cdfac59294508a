using System.Collections.Concurrent;
using System.Net;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Evaluations;

/// <summary>
/// At which addresses officers have worked lately (办公地址), so that ratings from there are seen (疑似刷评). Forgotten after thirty days.
/// Addresses that the public uses too, such as those of the kiosks in the hall, are named in <see cref="EvaluationRules.SharedAddresses"/>
/// and never noted.
/// </summary>
public sealed class OfficeAddresses(NpgsqlDataSource source, EvaluationRules rules, TimeProvider time)
{
    /// <summary>How far back an address counts as an officer's.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan NotedAgain = TimeSpan.FromMinutes(10);
    private const int MostRemembered = 10_000;

    private const string Note = """
        INSERT INTO office_addresses (address, user_name, department, seen_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (address, user_name) DO UPDATE SET department = $3, seen_at = greatest(office_addresses.seen_at, $4)
        """;

    private const string At = "SELECT DISTINCT department FROM office_addresses WHERE address = $1 AND seen_at > $2";
    private const string Forget = "DELETE FROM office_addresses WHERE seen_at < $1";

    private readonly ConcurrentDictionary<(string Address, string UserName), DateTimeOffset> _noted = new();

    /// <summary>An officer works there now. Asks the database once in ten minutes for each officer and address.</summary>
    public async ValueTask NoteAsync(IPAddress? address, string userName, string department, CancellationToken cancellation)
    {
        if (Text(address) is not { } text || rules.SharedAddresses.Contains(text))
            return;
        var now = time.GetUtcNow();
        if (_noted.TryGetValue((text, userName), out var before) && now - before < NotedAgain && now >= before)
            return;
        if (_noted.Count >= MostRemembered)
            _noted.Clear();
        _noted[(text, userName)] = now;
        await using var note = source.CreateCommand(Note);
        note.Parameters.Add(Statements.Text(text));
        note.Parameters.Add(Statements.Text(userName));
        note.Parameters.Add(Statements.Text(department));
        note.Parameters.Add(Statements.Instant(now));
        await note.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The departments whose officers have worked at that address lately.</summary>
    public async Task<IReadOnlyCollection<string>> DepartmentsAtAsync(IPAddress? address, CancellationToken cancellation)
    {
        if (Text(address) is not { } text)
            return [];
        await using var ask = source.CreateCommand(At);
        ask.Parameters.Add(Statements.Text(text));
        ask.Parameters.Add(Statements.Instant(time.GetUtcNow() - Lately));
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var departments = new HashSet<string>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
            departments.Add(rows.GetString(0));
        return departments;
    }

    /// <summary>Takes away what is older than thirty days; a daily job.</summary>
    public async Task ForgetOldAsync(CancellationToken cancellation)
    {
        await using var forget = source.CreateCommand(Forget);
        forget.Parameters.Add(Statements.Instant(time.GetUtcNow() - Kept));
        await forget.ExecuteNonQueryAsync(cancellation);
    }

    private static string? Text(IPAddress? address) =>
        address is null ? null : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}

/// <summary>What an installation decides about ratings; setting <c>ParallelApproval:Evaluations</c>.</summary>
public sealed record EvaluationRules
{
    public UnratedPolicy Unrated { get; init; } = UnratedPolicy.NotCounted;

    /// <summary>Addresses from which the public rates as well: kiosks, a proxy that does not tell whom it speaks for.</summary>
    public string[] SharedAddresses { get; init; } = [];
}

/// <summary>What becomes of a service that nobody rated.</summary>
public enum UnratedPolicy
{
    /// <summary>It is not counted.</summary>
    NotCounted,

    /// <summary>
    /// 七日未评视为基本满意 (广东省政务服务“好差评”管理办法): without a rating within seven calendar days it counts as 基本满意 in reports. Computed; never written
    /// down as what somebody said.
    /// </summary>
    BasicallySatisfiedAfterSevenDays,
}
