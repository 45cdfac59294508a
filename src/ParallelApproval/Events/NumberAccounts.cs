using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>A series of numbers, told by the room that gives them out (编号序列).</summary>
/// <param name="Name">As a verification names it, e.g. <c>cases</c>.</param>
/// <param name="Used">A query of <c>period</c> (text, within which numbers run from 1), <c>number</c> (bigint) and <c>at</c>, the instant
/// since which it stands there.</param>
public sealed record NumberSeries(string Name, string Used);

/// <summary>How far a series has been accounted for; a row of <c>number_accounts</c>, sealed.</summary>
internal sealed class NumberAccountRow
{
    public required string Series { get; init; }

    public required string Period { get; init; }

    /// <summary>Each number from 1 to this one is used, or stands among those that were not.</summary>
    public long UpTo { get; init; }

    /// <summary>
    /// Numbers that were drawn and never used when it was accounted: the act was refused or broken off after the drawing, or the day ended
    /// before a node had dealt out all it had taken.
    /// </summary>
    public required long[] Unused { get; init; }

    public DateTimeOffset AccountedAt { get; init; }
}

internal sealed class NumberAccountTable : IEntityTypeConfiguration<NumberAccountRow>
{
    public void Configure(EntityTypeBuilder<NumberAccountRow> table)
    {
        table.ToTable("number_accounts").HasKey(row => new { row.Series, row.Period });
        table.Property(row => row.Series).HasMaxLength(32);
        table.Property(row => row.Period).HasMaxLength(100);
    }
}

/// <summary>
/// Accounts for the numbers of all series (编号核销): a number may be drawn and not used, and is written down as such once; from then on a
/// number that is neither used nor written down has been taken away, whatever else was taken away with it.
/// </summary>
public sealed class NumberAccounts(HouseStore house, IEnumerable<NumberSeries> series, TimeProvider time)
{
    private const string OneAtATime = "number-accounts";

    // Nothing is under way for so long: what has a lower number than one that has stood for this while is stored, or never will be.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    /// <summary>Takes down what came to stand since the last time; doing it again does nothing.</summary>
    public Task RunOnceAsync(CancellationToken cancellation) =>
        house.NoteAsync(
            async db =>
            {
                await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection()) { Timeout = 0 };
                var statements = new Statements(batch);
                foreach (var of in series)
                    statements.Add(
                        Take(of),
                        Statements.Text(of.Name),
                        Statements.InstantValue(time.GetUtcNow() - Settled),
                        Statements.InstantValue(time.GetUtcNow())
                    );
                await batch.ExecuteNonQueryAsync(cancellation);
            },
            cancellation,
            OneAtATime
        );

    /// <summary>The numbers that were accounted for and are gone, and those that were not used and stand there now.</summary>
    internal async Task<IReadOnlyList<AlteredState>> CheckAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var found = new List<AlteredState>();
        foreach (var of in series)
        {
            await using var check = new NpgsqlCommand(Check(of), connection)
            {
                CommandTimeout = 0,
                Parameters = { Statements.Text(of.Name) },
            };
            await using var rows = await check.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                found.Add(
                    new(
                        FormattableString.Invariant($"{of.Name} {rows.GetString(0)} #{rows.GetInt64(1)}"),
                        rows.GetBoolean(2) ? AlteredState.NumberMissing : AlteredState.NumberEnteredLater
                    )
                );
        }

        return found;
    }

    private static string Take(NumberSeries of) =>
        $"""
            WITH used AS MATERIALIZED ({of.Used}),
            news AS (
                SELECT u.period, coalesce(max(a.up_to), 0) AS before, max(u.number) AS up_to
                FROM used u LEFT JOIN number_accounts a ON a.series = $1 AND a.period = u.period WHERE u.at < $2 GROUP BY u.period
                HAVING max(u.number) > coalesce(max(a.up_to), 0)),
            gaps AS (
                SELECT period, number FROM news, generate_series(before + 1, up_to) AS number EXCEPT SELECT period, number FROM used)
            INSERT INTO number_accounts AS held (series, period, up_to, unused, accounted_at)
            SELECT $1, period, up_to, ARRAY(SELECT number FROM gaps WHERE gaps.period = news.period ORDER BY number), $3 FROM news
            ON CONFLICT (series, period) DO UPDATE SET up_to = excluded.up_to, unused = held.unused || excluded.unused,
                accounted_at = excluded.accounted_at
            """;

    private static string Check(NumberSeries of) =>
        $"""
            WITH used AS MATERIALIZED ({of.Used}), accounts AS MATERIALIZED (SELECT * FROM number_accounts WHERE series = $1),
            unused AS (SELECT period, number FROM accounts, unnest(unused) AS number)
            (SELECT period, number, true FROM accounts, generate_series(1, up_to) AS number
                EXCEPT SELECT period, number, true FROM used EXCEPT SELECT period, number, true FROM unused)
            UNION ALL (SELECT period, number, false FROM unused INTERSECT SELECT period, number, false FROM used)
            ORDER BY 1, 2 LIMIT 100
            """;
}
