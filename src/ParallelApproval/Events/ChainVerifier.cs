using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>Follows chains in one pass, row by row, chain after chain.</summary>
/// <param name="nameOf">What a chain is called, by its key.</param>
internal sealed class ChainVerifier(Func<long, string> nameOf)
{
    private const int MostReported = 100;

    private readonly List<BrokenChain> _broken = [];
    private long _case = -1;
    private int _covered;
    private byte[]? _head;
    private byte[] _hash = new byte[EventChain.HashLength];
    private int _sequence;
    private bool _isBroken;
    private int _chains;
    private long _events;

    public void Take(NpgsqlDataReader rows)
    {
        if (rows.GetInt64(0) != _case)
            Begin(rows);
        if (!rows.IsDBNull(3))
            Follow(rows);
    }

    public (int Chains, long Events, IReadOnlyList<BrokenChain> Broken) Finish()
    {
        Close();
        return (_chains, _events, _broken);
    }

    private void Begin(NpgsqlDataReader rows)
    {
        Close();
        _case = rows.GetInt64(0);
        (_covered, _head) = rows.IsDBNull(1) ? (0, null) : (rows.GetInt32(1), rows.GetFieldValue<byte[]>(2));
        (_hash, _sequence, _isBroken) = (new byte[EventChain.HashLength], 0, false);
        _chains++;
        if (_head is null)
            Break(0, "no_cover");
    }

    private void Follow(NpgsqlDataReader rows)
    {
        _events++;
        var entry = new RecordedEvent(
            rows.GetInt32(3),
            rows.GetString(4),
            rows.GetInstant(5),
            rows.GetString(6),
            rows.GetString(7),
            rows.GetString(8),
            rows.GetNumberOrNull(9),
            rows.GetString(10)
        );
        if (entry.Sequence != ++_sequence)
            Break(_sequence, "missing");
        _hash = EventChain.Link(_case, _hash, entry);
        if (!_hash.AsSpan().SequenceEqual(rows.GetFieldValue<byte[]>(11)))
            Break(entry.Sequence, "changed");
    }

    private void Close()
    {
        if (_case < 0 || _isBroken)
            return;
        if (_covered > _sequence)
            Break(_sequence + 1, "missing");
        else if (_covered < _sequence || !_hash.AsSpan().SequenceEqual(_head))
            Break(_covered, "head_changed");
    }

    private void Break(int sequence, string fault)
    {
        if (!_isBroken && _broken.Count < MostReported)
            _broken.Add(new(nameOf(_case), sequence, fault));
        _isBroken = true;
    }
}
