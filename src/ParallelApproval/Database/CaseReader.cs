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
    public CaseFile Open(CaseNumber number, Act act, Contents contents, bool isNew) =>
        new(number, act, Sections(contents), isNew) { Rows = new(seals.Keys, new(), seals.Vault) };

    /// <summary>A file that lies here with what every command needs, and as many sections more as are asked for.</summary>
    public CaseFile Open(CaseFile warm, Contents contents) => contents is Contents.WorkingPapers ? warm : warm.With(Sections(contents));

    private ICaseSection[] Sections(Contents contents)
    {
        var opened = Array.ConvertAll(_sections, static make => make());
        return contents switch
        {
            Contents.WithAnnexes => opened,
            Contents.OfRun => Array.FindAll(opened, section => section.IsOfRun),
            _ => Array.FindAll(opened, section => section.Contents <= contents),
        };
    }

    /// <summary>Adds the questions for a file to a batch.</summary>
    /// <param name="lockRow">How its lock row is read, see <see cref="LockRow"/>.</param>
    /// <param name="clock">The time is told when the lock is held, and not before it was waited for.</param>
    /// <param name="registers">What this node knows of the house; null where the caller has seen to it.</param>
    public static void Ask(NpgsqlBatch batch, CaseFile file, string lockRow, DatabaseTime? clock = null, RegisterCache? registers = null)
    {
        var statements = new Statements(batch);
        statements.Add(
            LockRow.Also(lockRow, clock is null ? null : clock.Now, registers is null ? null : RegisterCache.Total),
            Statements.Value(file.Number.Key)
        );
        AskSections(statements, file);
    }

    private static void AskSections(Statements statements, CaseFile file)
    {
        foreach (var section in file.Unread)
            if (section.Query is { } query)
                statements.Add(query, Statements.Value(file.Number.Key));
    }

    /// <summary>Reads what <see cref="Ask"/> asked for.</summary>
    /// <exception cref="DamagedRecordException">A row cannot be read; it has been reported.</exception>
    public async Task<Found> ReadAsync(
        NpgsqlDataReader rows,
        CaseFile file,
        CancellationToken cancellation,
        DatabaseTime? clock = null,
        RegisterCache? registers = null
    )
    {
        var found =
            !await rows.ReadAsync(cancellation) ? Found.Nothing
            : ReadLockRow(rows, file) || !file.IsWarm ? Found.Current
            : Found.Outdated;
        if (found is not Found.Nothing)
        {
            if (clock is not null)
                file.Act.TakePlaceAt(clock.Hear(rows.GetInstant(LockRow.Width), rows.GetInstant(LockRow.Width + 1)));
            if (registers is not null && !registers.AreCurrent(rows.GetInt64(rows.FieldCount - 1)))
                return Found.Stale;
        }

        await ReadSectionsAsync(rows, file, cancellation);
        return found;
    }

    /// <summary>Reads a file under the lock that an outdated one was found with.</summary>
    public async Task<CaseFile> ReadAnewAsync(
        NpgsqlConnection connection,
        CaseFile outdated,
        Contents contents,
        CancellationToken cancellation
    )
    {
        var file = Open(outdated.Number, outdated.Act, contents, isNew: false);
        await using var batch = new NpgsqlBatch(connection);
        var statements = new Statements(batch);
        statements.Add(LockRow.Read, Statements.Value(file.Number.Key));
        AskSections(statements, file);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await ReadAsync(rows, file, cancellation);
        return file;
    }

    private async Task ReadSectionsAsync(NpgsqlDataReader rows, CaseFile file, CancellationToken cancellation)
    {
        foreach (var section in file.Unread)
        {
            if (section.Query is null)
                continue;
            await rows.NextResultAsync(cancellation);
            ReadSection(section, file, rows);
        }

        damaged.Read(file.Number, file.Unread);
    }

    // Whether the head is the one that the file knows already.
    private bool ReadLockRow(NpgsqlDataReader rows, CaseFile file)
    {
        var (count, hash, revision) = (rows.GetInt32(0), rows.GetFieldValue<byte[]>(1), rows.GetInt64(5));
        var sum = rows.IsDBNull(2) ? null : rows.GetFieldValue<byte[]>(2);
        var isKnown =
            count == file.EventCount
            && revision == file.Revision
            && hash.AsSpan().SequenceEqual(file.LastHash)
            && file.Rows is { } known
            && known.Sum.ToBytes().AsSpan().SequenceEqual(sum);
        (file.EventCount, file.LastHash, file.Revision) = (count, hash, revision);
        file.Rows = new(seals.Keys, new(sum), seals.Vault);
        var (seal, key) = (rows.IsDBNull(3) ? null : rows.GetFieldValue<byte[]>(3), Rows.GetTextOrNull(rows, 4));
        if (!CaseHead.IsSealed(seals.Keys, file.Number.Key, file.EventCount, file.LastHash, sum, seal, key))
            file.BrokenSeal = (seal, key);
        return isKnown;
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

/// <summary>What was found of a file.</summary>
internal enum Found
{
    /// <summary>No lock row.</summary>
    Nothing,

    Current,

    /// <summary>It lay in memory, and has been changed by somebody else since.</summary>
    Outdated,

    /// <summary>A register on this node turned out to be of an old version; nothing else was read.</summary>
    Stale,
}
