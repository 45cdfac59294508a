using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>Where the roots of the trail are written beside the database.</summary>
/// <param name="Folder">Outside of the database, best on another machine or a medium that is written once; null for nowhere.</param>
public sealed record TrailRootFolder(string? Folder)
{
    private const string FileName = "trail-roots.txt";

    /// <summary>The file; null where no folder is named.</summary>
    public string? File => Folder is null ? null : Path.Combine(Folder, FileName);
}

/// <summary>
/// The roots of the trail (存证根): once a day, over the heads of all chains and the seals of all tables, linked to the root before. A root
/// that was printed or lies in the file outside proves what the database held then: a case that was taken out of all tables, a chain
/// that was cut, yesterday's backup put back.
/// </summary>
public sealed class TrailRoots(
    IDbContextFactory<ApprovalDbContext> contexts,
    NpgsqlDataSource source,
    TableSeals seals,
    TrailRootFolder folder,
    TimeProvider time
)
{
    private const string OneAtATime = "trail-root";

    private const string HeadsAt = """
        SELECT DISTINCT ON (case_key) case_key, sequence, position, hash, count(*) OVER (PARTITION BY case_key)
        FROM case_events WHERE position <= $1 ORDER BY case_key, sequence DESC
        """;

    private const string Columns =
        "number, at, position, events, cases, house_events, house, tables, previous, seal, sealed_with, signature FROM trail_roots";

    /// <summary>Makes the root of this moment, and writes it into the database and into the file outside.</summary>
    /// <returns>The root as it is printed.</returns>
    /// <exception cref="IOException">The file cannot be written to; the root stands in the database all the same.</exception>
    public async Task<string> MakeAsync(CancellationToken cancellation)
    {
        // Nothing that is still under way may come to stand before the position of the root.
        var settled = new SettledTrail(source);
        var upTo = await settled.UpToAsync(cancellation);
        while (!upTo.IsAll)
            upTo = await settled.UpToAsync(cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        TrailRoot? made = null;
        await HouseStore.LoadAsync(
            db,
            OneAtATime,
            async () =>
            {
                made = await MakeAsync(db, upTo.Position, cancellation);
                db.Add(made.Row);
                return [];
            },
            cancellation
        );
        await WriteOutsideAsync(made!.Line, cancellation);
        return made.Line;
    }

    /// <summary>What a verification has to find again: the newest root, those of the file outside, the one brought along.</summary>
    internal async Task<RootedTrail> ToVerifyAsync(NpgsqlConnection connection, string? fromRoot, CancellationToken cancellation)
    {
        var roots = await ReadAsync(connection, cancellation);
        var outside = folder.File is { } file && File.Exists(file) ? await File.ReadAllLinesAsync(file, cancellation) : [];
        return new(roots, [.. outside.Where(line => line.Trim().Length > 0), .. fromRoot is null ? [] : (string[])[fromRoot]], seals.Keys);
    }

    private async Task<TrailRoot> MakeAsync(ApprovalDbContext db, long position, CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var previous = (await ReadAsync(connection, cancellation)).LastOrDefault();
        var sum = new RootSum(position);
        await using (var read = new NpgsqlCommand(HeadsAt, connection) { CommandTimeout = 0, Parameters = { Statements.Value(position) } })
        await using (var rows = await read.ExecuteReaderAsync(cancellation))
            while (await rows.ReadAsync(cancellation))
                sum.Hear(rows.GetInt64(0), rows.GetInt32(1), rows.GetInt64(2), rows.GetFieldValue<byte[]>(3), rows.GetInt64(4));
        var house = await db.Set<HouseEventRow>().AsNoTracking().OrderByDescending(row => row.Sequence).FirstOrDefaultAsync(cancellation);
        var tables = await db.Set<TableSealRow>().AsNoTracking().OrderBy(seal => seal.Name).ToListAsync(cancellation);
        var (digest, events) = sum.Finish();
        return TrailRoot.Sealed(
            new()
            {
                Number = (previous?.Row.Number ?? 0) + 1,
                At = Act.Instant(time),
                Position = position,
                Events = events,
                Cases = digest,
                HouseEvents = house?.Sequence ?? 0,
                House = house?.Hash ?? new byte[EventChain.HashLength],
                Tables = string.Join('\n', tables.Select(seal => FormattableString.Invariant($"{seal.Name}={seal.Version}"))),
                Previous = previous?.Digest ?? new byte[EventChain.HashLength],
                Seal = [],
                SealedWith = seals.Keys.Current,
            },
            seals.Keys
        );
    }

    private static async Task<List<TrailRoot>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var read = new NpgsqlCommand($"SELECT {Columns} ORDER BY number", connection);
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        var found = new List<TrailRoot>();
        while (await rows.ReadAsync(cancellation))
            found.Add(
                new(
                    new()
                    {
                        Number = rows.GetInt32(0),
                        At = rows.GetInstant(1),
                        Position = rows.GetInt64(2),
                        Events = rows.GetInt64(3),
                        Cases = rows.GetFieldValue<byte[]>(4),
                        HouseEvents = rows.GetInt32(5),
                        House = rows.GetFieldValue<byte[]>(6),
                        Tables = rows.GetString(7),
                        Previous = rows.GetFieldValue<byte[]>(8),
                        Seal = rows.GetFieldValue<byte[]>(9),
                        SealedWith = rows.GetString(10),
                        Signature = rows.IsDBNull(11) ? null : rows.GetFieldValue<byte[]>(11),
                    }
                )
            );
        return found;
    }

    private async Task WriteOutsideAsync(string line, CancellationToken cancellation)
    {
        if (folder.File is not { } file)
            return;
        Directory.CreateDirectory(folder.Folder!);
        await using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellation);
        stream.Flush(flushToDisk: true);
    }
}

/// <summary>A root and its line.</summary>
internal sealed record TrailRoot(TrailRootRow Row)
{
    /// <summary>SHA-256 over everything it says.</summary>
    public byte[] Digest => SHA256.HashData(Words(Row));

    /// <summary>As it is printed: number, instant (UTC), how many events, the digest, and the signature where there is one.</summary>
    public string Line =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"root {Row.Number} {Row.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} {Row.Events}+{Row.HouseEvents} {Convert.ToHexStringLower(Digest)}"
        ) + (Row.Signature is { } signature ? " sm2:" + Convert.ToHexStringLower(signature) : "");

    public static TrailRoot Sealed(TrailRootRow bare, TrailKeys keys) =>
        new(
            new TrailRootRow
            {
                Number = bare.Number,
                At = bare.At,
                Position = bare.Position,
                Events = bare.Events,
                Cases = bare.Cases,
                HouseEvents = bare.HouseEvents,
                House = bare.House,
                Tables = bare.Tables,
                Previous = bare.Previous,
                Seal = keys.Seal(Words(bare)),
                SealedWith = bare.SealedWith,
                Signature = RootSignature.Sign(keys, bare.SealedWith, SHA256.HashData(Words(bare))),
            }
        );

    public bool Holds(TrailKeys keys) =>
        keys.Has(Row.SealedWith)
        && keys.IsSealed(Row.SealedWith, Words(Row), Row.Seal)
        && RootSignature.PublicKey(keys, Row.SealedWith) is var signer
        && (signer is null ? Row.Signature is null : Row.Signature is { } signature && RootSignature.Verify(signer, Digest, signature));

    private static byte[] Words(TrailRootRow row)
    {
        var words = RowBytes.Begin("root");
        words.Number(row.Number);
        words.Instant(row.At.UtcDateTime);
        words.Number(row.Position);
        words.Number(row.Events);
        words.Bytes(row.Cases);
        words.Number(row.HouseEvents);
        words.Bytes(row.House);
        words.Text(row.Tables);
        words.Bytes(row.Previous);
        words.Text(row.SealedWith);
        return words.Written.ToArray();
    }
}

/// <summary>The last event of each case up to one position, hashed in the order of the cases.</summary>
internal sealed class RootSum(long position)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private (long Case, int Sequence, byte[] Hash)? _last;
    private long _events;

    public void Hear(long caseKey, int sequence, long at, byte[] hash, long events = 1)
    {
        if (at > position)
            return;
        if (_last is { } last && last.Case != caseKey)
            Close(last);
        _last = (caseKey, sequence, hash);
        _events += events;
    }

    /// <summary>Once, at the end.</summary>
    public (byte[] Digest, long Events) Finish()
    {
        if (_last is { } last)
            Close(last);
        _last = null;
        return (_hash.GetHashAndReset(), _events);
    }

    private void Close((long Case, int Sequence, byte[] Hash) last)
    {
        Span<byte> words = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(words, last.Case);
        BinaryPrimitives.WriteInt32LittleEndian(words[8..], last.Sequence);
        _hash.AppendData(words);
        _hash.AppendData(last.Hash);
    }
}

/// <summary>The roots that a verification has to find again.</summary>
internal sealed class RootedTrail
{
    private readonly List<AlteredState> _altered = [];
    private readonly List<(TrailRoot Root, RootSum Cases, RootSum House)> _sums = [];
    private readonly Dictionary<string, long> _versions = [];

    /// <param name="printed">Lines of the file outside, and what was brought along.</param>
    public RootedTrail(List<TrailRoot> roots, IReadOnlyList<string> printed, TrailKeys keys)
    {
        var (number, previous) = (0, new byte[EventChain.HashLength]);
        foreach (var root in roots)
        {
            number++;
            if (root.Row.Number != number)
                Find(number, AlteredState.RootMissing);
            else if (!root.Holds(keys) || !root.Row.Previous.AsSpan().SequenceEqual(previous))
                Find(number, AlteredState.RootChanged);
            (number, previous) = (root.Row.Number, root.Digest);
        }

        Newest = roots.LastOrDefault();
        foreach (var line in printed)
            if (roots.Find(root => root.Line == line.Trim()) is not { } found)
                _altered.Add(new(line.Trim(), AlteredState.RootMissing));
            else if (line == printed[^1])
                Follow(found);
        if (Newest is not null)
            Follow(Newest);
        foreach (var line in Newest?.Row.Tables.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
            if (line.Split('=') is [var name, var version] && long.TryParse(version, CultureInfo.InvariantCulture, out var sealedThen))
                _versions[name] = sealedThen;
    }

    /// <summary>Null before the first.</summary>
    public TrailRoot? Newest { get; }

    public IReadOnlyList<RootSum> OfCases => [.. _sums.Select(sum => sum.Cases)];

    public IReadOnlyList<RootSum> OfHouse => [.. _sums.Select(sum => sum.House)];

    /// <summary>Whether a table was sealed more often when the newest root was made: somebody has put back what it was.</summary>
    public bool IsOlder(TableSeals.TableSeal seal) => seal.Version < _versions.GetValueOrDefault(seal.Name);

    /// <summary>What was found, once the chains have been followed.</summary>
    public IReadOnlyList<AlteredState> Finish()
    {
        foreach (var (root, cases, house) in _sums)
        {
            var (digest, events) = cases.Finish();
            var (own, ownEvents) = house.Finish();
            if (events != root.Row.Events || !digest.AsSpan().SequenceEqual(root.Row.Cases))
                Find(root.Row.Number, AlteredState.EventsMissing);
            else if (ownEvents != root.Row.HouseEvents || !own.AsSpan().SequenceEqual(HouseDigest(root.Row)))
                Find(root.Row.Number, AlteredState.EventsMissing);
        }

        return _altered;
    }

    private void Follow(TrailRoot root)
    {
        if (!_sums.Exists(sum => sum.Root.Row.Number == root.Row.Number))
            _sums.Add((root, new(root.Row.Position), new(root.Row.HouseEvents)));
    }

    private void Find(int number, string fault) => _altered.Add(new(FormattableString.Invariant($"root {number}"), fault));

    private static byte[] HouseDigest(TrailRootRow row)
    {
        var sum = new RootSum(row.HouseEvents);
        if (row.HouseEvents > 0)
            sum.Hear(HouseTrail.Key, row.HouseEvents, row.HouseEvents, row.House);
        return sum.Finish().Digest;
    }
}
