using System.Collections;
using Npgsql;
using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// The rows of one table in the file of a case: as they are stored, and as they are now. Whoever changes a row just changes it; what
/// differs from the stored row when the
/// file is put back is written, and nothing else.
/// </summary>
internal sealed class TrackedRows<T>(ColumnMap<T> map) : IReadOnlyList<T>
    where T : class
{
    private readonly List<T> _rows = [];
    private readonly List<T?> _stored = [];
    private readonly List<string?[]?> _texts = [];
    private readonly List<(T Row, string?[]? Texts)> _gone = [];

    public int Count => _rows.Count;

    public T this[int index] => _rows[index];

    /// <summary>Takes over every row of the query that the map made.</summary>
    public void Read(CaseFile file, NpgsqlDataReader rows)
    {
        while (rows.Read())
            Take(map.ReadRow(file.Number, rows, vault: file.Rows?.Vault));
    }

    /// <summary>Takes over a row that is stored as it is here.</summary>
    public T Take(T stored)
    {
        _rows.Add(stored);
        _stored.Add(map.Copy(stored));
        _texts.Add(map.TextsOf(stored));
        return stored;
    }

    /// <summary>A new row.</summary>
    public void Add(T row) => Insert(_rows.Count, row);

    /// <summary>A new row at that place.</summary>
    public void Insert(int index, T row)
    {
        _rows.Insert(index, row);
        _stored.Insert(index, null);
        _texts.Insert(index, null);
    }

    /// <summary>The row as it has become, for rows that do not change but are replaced.</summary>
    public void Replace(int index, T row) => _rows[index] = row;

    /// <summary>The row that is known by that mark as it has become; a new one, when none is known by it.</summary>
    public void Put(T row, Predicate<T> isThis)
    {
        if (_rows.FindIndex(isThis) is >= 0 and var known)
            Replace(known, row);
        else
            Add(row);
    }

    public void RemoveAt(int index)
    {
        if (_stored[index] is { } stored)
            _gone.Add((stored, _texts[index]));
        _rows.RemoveAt(index);
        _stored.RemoveAt(index);
        _texts.RemoveAt(index);
    }

    public T? Find(Predicate<T> match) => _rows.Find(match);

    public int FindIndex(Predicate<T> match) => _rows.FindIndex(match);

    /// <summary>The row as it is stored; null while it is new.</summary>
    public T? Stored(int index) => _stored[index];

    /// <summary>Adds the statements that store what has changed; the rows count as stored from now on.</summary>
    public void Write(CaseFile file, Statements statements)
    {
        foreach (var (row, texts) in _gone)
            map.Delete(statements, file.Number, row, texts);
        _gone.Clear();
        List<T>? added = null,
            changed = null;
        List<(T, string?[]?)>? before = null;
        for (var i = 0; i < _rows.Count; i++)
        {
            if (_stored[i] is not { } stored)
                (added ??= []).Add(_rows[i]);
            else if (map.HasChanged(stored, _rows[i]))
            {
                (changed ??= []).Add(_rows[i]);
                (before ??= []).Add((stored, _texts[i]));
                // From now on they lie there as this program writes them.
                _texts[i] = null;
            }
            else
                continue;
            _stored[i] = map.Copy(_rows[i]);
        }

        if (added is not null)
            map.Insert(statements, file.Number, added);
        if (changed is not null)
            map.Update(statements, file.Number, changed, before!);
    }

    public IEnumerator<T> GetEnumerator() => _rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
