using System.Collections.Concurrent;
using ErrorOr;
using Npgsql;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Database;

/// <summary>A part of a case's record that cannot be read (记录损坏).</summary>
/// <param name="Part">The section of the file in which it lies, or the kind of record that a list could not read.</param>
/// <param name="Fault">What the reader said; for whoever mends it, never for the caller.</param>
/// <param name="FoundAt">When this process came upon it first.</param>
public sealed record DamagedRecord(CaseNumber Case, string Part, string Fault, DateTimeOffset FoundAt = default);

/// <summary>A row of a case cannot be read. It is that case's matter alone: whoever reads many leaves it out and goes on.</summary>
public sealed class DamagedRecordException(DamagedRecord record, Exception fault)
    : Exception($"The record of case {record.Case} cannot be read in {record.Part}: {record.Fault}", fault)
{
    public DamagedRecord Record => record;

    /// <summary>What the caller is told: that it is damaged, and whom to call.</summary>
    public Error Refusal => StoreRefusals.RecordDamaged(record.Case);

    /// <summary>Whether something thrown while a row was read tells of the row, and not of the connection.</summary>
    internal static bool IsOfRow(Exception fault) =>
        fault is not (DamagedRecordException or NpgsqlException or OperationCanceledException or IOException or TimeoutException);
}

/// <summary>
/// The damaged records that this process has come upon (损坏记录台账), until they are read again without a fault. Every reader of a case reports
/// here; health, the log and supervisors read here.
/// </summary>
public sealed class DamagedRecords(TimeProvider time)
{
    private readonly ConcurrentDictionary<(CaseNumber Case, string Part), DamagedRecord> _found = new();
    private readonly ConcurrentQueue<DamagedRecord> _untold = new();

    /// <summary>All of them, by number.</summary>
    public IReadOnlyList<DamagedRecord> All =>
        [.. _found.Values.OrderBy(record => record.Case.Key).ThenBy(record => record.Part, StringComparer.Ordinal)];

    /// <summary>Those that nobody has written into the log yet; each is given out once.</summary>
    public IReadOnlyList<DamagedRecord> TakeUntold()
    {
        var untold = new List<DamagedRecord>();
        while (_untold.TryDequeue(out var record))
            untold.Add(record);
        return untold;
    }

    internal void Report(DamagedRecord record)
    {
        var found = record with { FoundAt = Act.Instant(time) };
        if (_found.TryAdd((record.Case, record.Part), found))
            _untold.Enqueue(found);
    }

    /// <summary>Whether any record of that kind is known to be damaged.</summary>
    internal bool Any(string part) => !_found.IsEmpty && _found.Keys.Any(found => found.Part == part);

    internal void Read(CaseNumber number, IReadOnlyList<ICaseSection> sections)
    {
        if (_found.IsEmpty)
            return;
        foreach (var section in sections)
            _found.TryRemove((number, section.GetType().Name), out _);
    }
}
