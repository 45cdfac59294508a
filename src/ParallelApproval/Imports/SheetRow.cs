using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Imports;

/// <summary>A row whose cells were understood (读懂的一行), and which still knows where each of them stands.</summary>
internal sealed class SheetRow(SheetDefinition sheet, string sheetName, int number, IReadOnlyDictionary<string, int> columns)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public SheetDefinition Sheet => sheet;

    public int Number => number;

    /// <summary>Whether a cell of it could not be read; what hangs on the row is not asked then.</summary>
    public bool IsFaulty { get; private set; }

    /// <summary>Whether the file has this column at all.</summary>
    public bool Has(string key) => columns.ContainsKey(key);

    public void Put(string key, object? value) => _values[key] = value;

    /// <summary>The value; null where nothing stands.</summary>
    public object? this[string key] => _values.GetValueOrDefault(key);

    public string Text(string key) => this[key] as string ?? "";

    public string? TextOrNull(string key) => this[key] as string is { Length: > 0 } text ? text : null;

    public T Get<T>(string key, T otherwise = default)
        where T : struct => this[key] is T value ? value : otherwise;

    public T? Maybe<T>(string key)
        where T : struct => this[key] is T value ? value : null;

    public T[] List<T>(string key) => this[key] as T[] ?? [];

    /// <summary>Sheet and address of a cell, e.g. <c>部门!C7</c>; of the first column for what the file has no column for.</summary>
    public string Place(string key) => PlaceOf(sheetName, columns.GetValueOrDefault(key), number);

    /// <summary>A fault of the row, or of the command that it became, beside the cell of its field.</summary>
    /// <param name="field">The field; null for the one that the fault itself names.</param>
    public Error Beside(Error fault, string? field = null)
    {
        IsFaulty = true;
        var path = field ?? fault.Metadata?.GetValueOrDefault(Refusal.FieldKey) as string ?? "";
        var column = sheet
            .Columns.Where(column => path == column.Key || path.StartsWith(column.Key + "[", StringComparison.Ordinal))
            .Select(column => column.Key)
            .FirstOrDefault(sheet.Columns[0].Key);
        return Refusal.At(Place(column), fault);
    }

    /// <summary>Notes that a cell could not be read.</summary>
    public void Spoil() => IsFaulty = true;

    public static string PlaceOf(string sheetName, int column, int row)
    {
        var letters = "";
        for (var at = column + 1; at > 0; at = (at - 1) / 26)
            letters = (char)('A' + (at - 1) % 26) + letters;
        return FormattableString.Invariant($"{sheetName}!{letters}{row}");
    }
}
