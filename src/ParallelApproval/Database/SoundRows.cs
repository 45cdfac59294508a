using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace ParallelApproval.Database;

/// <summary>
/// Reads lists whose rows somebody may have broken by hand (损坏隔离): a row that cannot be read is reported and left out, and all others
/// are there. A sound list costs what it cost before; a broken row is looked for by halves.
/// </summary>
internal static class SoundRows
{
    /// <summary>All sound rows, in the order of the query.</summary>
    /// <param name="caseKey">The case of a row; read by itself where the row cannot be.</param>
    /// <param name="part">What kind of record the rows are, as <see cref="DamagedRecord.Part"/> has it.</param>
    public static async Task<List<T>> ToSoundListAsync<T>(
        this IQueryable<T> rows,
        Expression<Func<T, long>> caseKey,
        string part,
        DamagedRecords damaged,
        CancellationToken cancellation
    )
    {
        try
        {
            return await rows.ToListAsync(cancellation);
        }
        catch (Exception fault) when (DamagedRecordException.IsOfRow(fault))
        {
            var sound = new List<T>();
            await ReadAsync(0, await rows.Select(caseKey).CountAsync(cancellation), sound);
            return sound;
        }

        async Task ReadAsync(int first, int count, List<T> sound)
        {
            if (count == 0)
                return;
            try
            {
                sound.AddRange(await rows.Skip(first).Take(count).ToListAsync(cancellation));
            }
            catch (Exception fault) when (count == 1 && DamagedRecordException.IsOfRow(fault))
            {
                var key = await rows.Skip(first).Take(1).Select(caseKey).ToListAsync(cancellation);
                foreach (var broken in key)
                    damaged.Report(new(new(broken), part, fault.Message));
            }
            catch (Exception fault) when (DamagedRecordException.IsOfRow(fault))
            {
                await ReadAsync(first, count / 2, sound);
                await ReadAsync(first + (count / 2), count - (count / 2), sound);
            }
        }
    }

    /// <summary>One page of an ordered list, and whether there are rows after it; broken ones are left out.</summary>
    /// <param name="rows">In the order of the list.</param>
    public static async Task<(List<T> Rows, bool IsMore)> ToSoundPageAsync<T>(
        this IQueryable<T> rows,
        int limit,
        Expression<Func<T, long>> caseKey,
        string part,
        DamagedRecords damaged,
        CancellationToken cancellation
    )
    {
        var found = await rows.Take(limit + 1).ToSoundListAsync(caseKey, part, damaged, cancellation);
        return (found.Count > limit ? found[..limit] : found, await found.IsMoreAsync(limit, rows, part, damaged, cancellation));
    }

    /// <summary>Whether rows follow the page that was read with one row more than it shows; one from which a row was left out may be
    /// followed by more all the same.</summary>
    /// <param name="rows">All rows of the list from this page on.</param>
    public static async Task<bool> IsMoreAsync<TFound, TRow>(
        this List<TFound> found,
        int limit,
        IQueryable<TRow> rows,
        string part,
        DamagedRecords damaged,
        CancellationToken cancellation
    ) => found.Count > limit || (found.Count > 0 && damaged.Any(part) && await rows.CountAsync(cancellation) > limit);
}
