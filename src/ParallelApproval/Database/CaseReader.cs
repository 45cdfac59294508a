using Npgsql;
using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// The one place where the rows of a case are decoded, for commands, sweeps and pages alike (阅卷): what is asked in one batch, and how the
/// answers fill the file.
/// </summary>
internal sealed class CaseReader(IEnumerable<Func<ICaseSection>> sections, DamagedRecords damaged, TableSeals seals)
{
    private readonly Func<ICaseSection>[] _sections = [.. sections];

    /// <summary>An empty file with as many sections as are asked for.</summary>
    public CaseFile Open(CaseNumber number, Act act, Contents contents, bool isNew)
    {
        var opened = Array.ConvertAll(_sections, static make => make());
        return new(
            number,
            act,
            contents switch
            {
                Contents.WithAnnexes => opened,
                Contents.OfRun => Array.FindAll(opened, section => section.IsOfRun),
                _ => Array.FindAll(opened, section => section.Contents <= contents),
            },
            isNew
        )
        {
            Rows = new(seals.Keys, new(), seals.Vault),
        };
    }

    /// <summary>Adds the questions for a file to a batch.</summary>
    /// <param name="lockRow">How its lock row is read, see <see cref="LockRow"/>.</param>
    /// <param name="clock">The time is a statement of its own, so that it is told when the lock is held and not before it was waited
    /// for.</param>
    public static void Ask(NpgsqlBatch batch, CaseFile file, string lockRow, DatabaseTime? clock = null)
    {
        var statements = new Statements(batch);
        statements.Add(lockRow, Statements.Value(file.Number.Key));
        if (clock is not null)
            statements.Add(clock.Question);
        foreach (var section in file.Sections)
            if (section.Query is { } query)
                statements.Add(query, Statements.Value(file.Number.Key));
    }

    /// <summary>Reads what <see cref="Ask"/> asked for.</summary>
    /// <returns>Whether there was a lock row.</returns>
    /// <exception cref="DamagedRecordException">A row cannot be read; it has been reported.</exception>
    public async Task<bool> ReadAsync(NpgsqlDataReader rows, CaseFile file, CancellationToken cancellation, DatabaseTime? clock = null)
    {
        var found = await rows.ReadAsync(cancellation);
        if (found)
            ReadLockRow(rows, file);
        if (clock is not null)
        {
            await rows.NextResultAsync(cancellation);
            file.Act.TakePlaceAt(await clock.HearAsync(rows, cancellation));
        }

        foreach (var section in file.Sections)
        {
            if (section.Query is null)
                continue;
            await rows.NextResultAsync(cancellation);
            ReadSection(section, file, rows);
        }

        damaged.Read(file.Number, file.Sections);
        return found;
    }

    private void ReadLockRow(NpgsqlDataReader rows, CaseFile file)
    {
        file.EventCount = rows.GetInt32(0);
        file.LastHash = rows.GetFieldValue<byte[]>(1);
        var sum = rows.IsDBNull(2) ? null : rows.GetFieldValue<byte[]>(2);
        file.Rows = new(seals.Keys, new(sum), seals.Vault);
        var (seal, key) = (rows.IsDBNull(3) ? null : rows.GetFieldValue<byte[]>(3), Rows.GetTextOrNull(rows, 4));
        if (!CaseHead.IsSealed(seals.Keys, file.Number.Key, file.EventCount, file.LastHash, sum, seal, key))
            file.BrokenSeal = (seal, key);
    }

    private void ReadSection(ICaseSection section, CaseFile file, NpgsqlDataReader rows)
    {
        try
        {
            section.Read(file, rows);
        }
        catch (Exception fault) when (DamagedRecordException.IsOfRow(fault))
        {
            var record = new DamagedRecord(file.Number, section.GetType().Name, fault.Message);
            damaged.Report(record);
            throw new DamagedRecordException(record, fault);
        }
    }
}
