using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>Where a listener stands in the trail.</summary>
/// <param name="Position">Up to which it has been told.</param>
/// <param name="IsKept">Whether that is written; one that is new has no place yet, and stands before the first event.</param>
/// <param name="HasRetries">Whether something that it failed on is to be told again now.</param>
internal sealed record ListenerPlace(ListenerOffset Listener, long Position, bool IsKept, bool HasRetries)
{
    /// <summary>Whether there is anything to do about it.</summary>
    public bool IsBehind(long settled) => Position < settled || HasRetries || !IsKept;

    /// <summary>Whether it is to hear that one.</summary>
    public bool Wants(Heard heard) => heard.Position > Position && Listener.Kinds.Contains(heard.Event.Kind);
}

/// <summary>
/// The places of all listeners in the trail, and their leases: read, taken, moved and given back in one statement each, however many they
/// are.
/// </summary>
internal sealed class ListenerPlaces(IReadOnlyList<ListenerOffset> listeners)
{
    private const string Where = """
        SELECT wanted.name, l.position, EXISTS (SELECT FROM event_retries r WHERE r.listener = wanted.name AND r.next_at <= now())
        FROM unnest($1) AS wanted (name) LEFT JOIN listeners l ON l.name = wanted.name
        """;

    // Who was told is moved under the number of his lease, and so is nobody who was overtaken. Who had nothing to hear is moved as long as
    // he stands where he stood: nobody has told him anything meanwhile. Nobody is moved back.
    private const string Move = $"""
        INSERT INTO listeners (name, position) SELECT moved.name, moved.reached
        FROM unnest($3, $4, $5, $6) AS moved (name, lease, stood, reached)
        WHERE moved.lease IN (SELECT held.name FROM {Leases.Held} AS held)
            OR moved.lease IS NULL AND EXISTS (SELECT FROM listeners l WHERE l.name = moved.name AND l.position = moved.stood)
        ORDER BY moved.name
        ON CONFLICT (name) DO UPDATE SET position = excluded.position WHERE excluded.position >= listeners.position RETURNING name
        """;

    // Those that stand so near to each other are told from one reading.
    private const long NearBy = 2_000;

    private readonly Dictionary<string, ListenerOffset> _byName = listeners.ToDictionary(listener => listener.Name, StringComparer.Ordinal);

    /// <summary>All places, in the order in which the listeners were registered.</summary>
    public async Task<List<ListenerPlace>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(Where, connection);
        ask.Parameters.Add(Statements.Value(listeners.Select(listener => listener.Name).ToArray()));
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        return await ReadAsync(rows, cancellation);
    }

    /// <summary>
    /// Those that may be told from one reading of the trail, the furthest first; whoever is far behind catches up by himself.
    /// </summary>
    public static IEnumerable<List<ListenerPlace>> Together(IEnumerable<ListenerPlace> places)
    {
        var near = new List<ListenerPlace>();
        foreach (var place in places.OrderByDescending(place => place.Position))
        {
            if (near.Count > 0 && near[0].Position - place.Position > NearBy)
            {
                yield return near;
                near = [];
            }

            near.Add(place);
        }

        if (near.Count > 0)
            yield return near;
    }

    /// <summary>
    /// Takes the leases of those listeners, as far as nobody holds them; the places are read after that, so they are those of whoever had
    /// them before. In one round trip and one commit.
    /// </summary>
    public async Task<(List<ListenerPlace> Places, Dictionary<string, Lease> Leases)> TakeAsync(
        NpgsqlConnection connection,
        IReadOnlyList<ListenerPlace> wanted,
        CancellationToken cancellation
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        statements.Add(
            Leases.Take,
            Statements.Value(wanted.Select(place => place.Listener.LeaseName).ToArray()),
            Statements.Value(Leases.Term)
        );
        statements.Add(Where, Statements.Value(wanted.Select(place => place.Listener.Name).ToArray()));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var leases = new Dictionary<string, Lease>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
            leases[rows.GetString(0)] = new(rows.GetString(0), rows.GetInt64(1));
        await rows.NextResultAsync(cancellation);
        return (await ReadAsync(rows, cancellation), leases);
    }

    /// <summary>Moves places and gives leases back. In one round trip and one commit.</summary>
    /// <param name="moved">With the lease under which it was told; null when it had nothing to hear.</param>
    /// <returns>Names of those that stand there now; the others were overtaken.</returns>
    public static async Task<HashSet<string>> MoveAsync(
        NpgsqlConnection connection,
        IReadOnlyList<(ListenerPlace Stood, long Reached, Lease? Lease)> moved,
        IReadOnlyList<Lease> given,
        CancellationToken cancellation
    )
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        if (moved.Count == 0 && given.Count == 0)
            return there;
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        if (moved.Count > 0)
            statements.Add(
                Move,
                Statements.Value(given.Select(lease => lease.Name).ToArray()),
                Statements.Value(given.Select(lease => lease.Fence).ToArray()),
                Statements.Value(moved.Select(one => one.Stood.Listener.Name).ToArray()),
                Statements.Texts([.. moved.Select(one => one.Lease?.Name)]),
                Statements.Value(moved.Select(one => one.Stood.Position).ToArray()),
                Statements.Value(moved.Select(one => one.Reached).ToArray())
            );
        if (given.Count > 0)
            statements.Add(
                Leases.Give,
                Statements.Value(given.Select(lease => lease.Name).ToArray()),
                Statements.Value(given.Select(lease => lease.Fence).ToArray())
            );
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        while (moved.Count > 0 && await rows.ReadAsync(cancellation))
            there.Add(rows.GetString(0));
        while (await rows.NextResultAsync(cancellation))
            continue;
        return there;
    }

    private async Task<List<ListenerPlace>> ReadAsync(NpgsqlDataReader rows, CancellationToken cancellation)
    {
        var places = new List<ListenerPlace>();
        while (await rows.ReadAsync(cancellation))
            places.Add(new(_byName[rows.GetString(0)], rows.IsDBNull(1) ? 0 : rows.GetInt64(1), !rows.IsDBNull(1), rows.GetBoolean(2)));
        return places;
    }
}
