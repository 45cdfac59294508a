using Npgsql;
using ParallelApproval.Database;

namespace ParallelApproval.Events;

/// <summary>Follows chains in one pass, row by row, chain after chain.</summary>
/// <param name="nameOf">What a chain is called, by its key.</param>
/// <param name="rootsAt">What each chain came to at the positions of roots is told to them.</param>
internal sealed class ChainVerifier(Func<long, string> nameOf, TrailKeys keys, IReadOnlyList<RootSum> rootsAt)
{
    private const int MostReported = 100;

    private readonly List<BrokenChain> _broken = [];
    private long _case = -1;
    private int _covered;
    private byte[]? _head;
    private byte[]? _sum;
    private byte[]? _seal;
    private string? _sealedWith;
    private byte[] _hash = new byte[EventChain.HashLength];
    private int _sequence;
    private bool _isBroken;
    private int _chains;
    private long _events;

    /// <summary>The sums of the rows as they are sealed, by case.</summary>
    public Dictionary<long, byte[]> Sums { get; } = [];

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
        _sum = BytesOrNull(rows, 13);
        (_seal, _sealedWith) = (BytesOrNull(rows, 14), rows.GetTextOrNull(15));
        if (_sum is not null)
            Sums[_case] = _sum;
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
            rows.GetString(10),
            rows.GetTextOrNull(17)
        );
        if (entry.Sequence != ++_sequence)
            Break(_sequence, "missing");
        var (stored, key) = (rows.GetFieldValue<byte[]>(11), rows.GetTextOrNull(12));
        if (key is not null && !keys.Has(key))
            Break(entry.Sequence, "changed");
        else
            _hash = EventChain.Link(_case, _hash, entry, keys, key);
        if (!_hash.AsSpan().SequenceEqual(stored))
            Break(entry.Sequence, "changed");
        foreach (var root in rootsAt)
            root.Hear(_case, entry.Sequence, rows.GetInt64(16), stored);
    }

    private void Close()
    {
        if (_case < 0 || _isBroken)
            return;
        if (_covered > _sequence)
            Break(_sequence + 1, "missing");
        else if (_covered < _sequence || !_hash.AsSpan().SequenceEqual(_head))
            Break(_covered, "head_changed");
        else if (!CaseHead.IsSealed(keys, _case, _covered, _head!, _sum, _seal, keys.Has(_sealedWith ?? "") ? _sealedWith : null))
            Break(_covered, "head_changed");
    }

    private static byte[]? BytesOrNull(NpgsqlDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : rows.GetFieldValue<byte[]>(column);

    private void Break(int sequence, string fault)
    {
        if (!_isBroken && _broken.Count < MostReported)
            _broken.Add(new(nameOf(_case), sequence, fault));
        _isBroken = true;
    }
}
