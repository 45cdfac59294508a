using Npgsql;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// Gives out case numbers. A node takes a block of running numbers of the day from PostgreSQL and deals them out from memory, so that
/// receiving a case costs no round trip for its number; what is left of a block when the day or the process ends is a gap, which the number
/// may have.
/// </summary>
public class CaseNumbers(NpgsqlDataSource source)
{
    private const int BlockSize = 20;

    /// <summary>Lets the numbers of each day go on after those of the cases that are stored.</summary>
    internal const string GoOnAfterStored = """
        INSERT INTO case_number_blocks (region, day, taken)
        SELECT (case_key / 10000000000000)::text, to_date((case_key / 100000 % 100000000)::text, 'YYYYMMDD'), max(case_key % 100000)::int FROM cases GROUP BY 1, 2
        ON CONFLICT (region, day) DO UPDATE SET taken = greatest(case_number_blocks.taken, excluded.taken)
        """;

    /// <summary>Every number that a case bears, by region and day.</summary>
    internal static readonly NumberSeries Series = new(
        "cases",
        "SELECT (case_key / 100000)::text AS period, case_key % 100000 AS number, received_at AS at FROM cases"
    );

    private readonly SemaphoreSlim _gate = new(1, 1);
    private DateOnly _day;
    private string _region = "";
    private int _next;
    private int _end;

    /// <summary>The next number of the day in the region (6 digits).</summary>
    /// <exception cref="InvalidOperationException">99,999 cases have been received today.</exception>
    public virtual async ValueTask<CaseNumber> NextAsync(string region, DateOnly today, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_day != today || _region != region || _next == _end)
                await TakeBlockAsync(region, today, cancellation);
            return CaseNumber.Of(region, today, _next++);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task TakeBlockAsync(string region, DateOnly today, CancellationToken cancellation)
    {
        await using var take = source.CreateCommand(
            "INSERT INTO case_number_blocks (region, day, taken) VALUES ($1, $2, $3) "
                + "ON CONFLICT (region, day) DO UPDATE SET taken = case_number_blocks.taken + $3 RETURNING taken"
        );
        take.Parameters.Add(new NpgsqlParameter<string> { TypedValue = region });
        take.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = today });
        take.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BlockSize });
        var taken = (int)(await take.ExecuteScalarAsync(cancellation))!;
        if (taken > CaseNumber.MostADay)
            throw new InvalidOperationException(
                $"Expected fewer than {CaseNumber.MostADay} cases on {today:yyyy-MM-dd}, but the day's numbers are used up."
            );
        (_region, _day, _next, _end) = (region, today, taken - BlockSize + 1, taken + 1);
    }
}
