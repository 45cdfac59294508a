namespace ParallelApproval.Imports;

/// <summary>
/// A sheet as it is to be (表样): described once; template, notes, reader, export and the places of faults come from it.
/// </summary>
/// <param name="Key">What the API calls it.</param>
/// <param name="Columns">In the order of the template; a file may have them in any.</param>
/// <param name="MayLack">Whether a file may come without it.</param>
/// <param name="IsPublished">
/// Whether it is published by others (公布的清单): columns that the house does not keep are passed over and told, and a heading may stand above
/// the head.
/// </param>
public sealed record SheetDefinition(
    string Key,
    string Name,
    string NameEn,
    IReadOnlyList<SheetColumn> Columns,
    bool MayLack = false,
    bool IsPublished = false
)
{
    public string NameIn(bool english) => english ? NameEn : Name;
}

/// <summary>A column of it (列).</summary>
/// <param name="Key">The JSON path of the field in the command that a row becomes.</param>
/// <param name="IsRequired">Whether something must stand in it; a column that need not be filled may be left out altogether.</param>
/// <param name="Example">Shown in the notes beside the template.</param>
/// <param name="Otherwise">What an empty cell stands for; null for nothing.</param>
public sealed record SheetColumn(
    string Key,
    string Header,
    string HeaderEn,
    Cell Cell,
    string Example,
    bool IsRequired = false,
    object? Otherwise = null
)
{
    /// <summary>What others call the column (别名).</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What a cell says, so that two that say the same are equal: an empty one says what its default says.</summary>
    public string Said(object? value) => (value ?? Otherwise) is { } said && !IsNothing(said) ? Cell.Write(said) : "";

    private static bool IsNothing(object said) =>
        said is false or 0m || (said is Enum && Convert.ToInt32(said, System.Globalization.CultureInfo.InvariantCulture) == 0);

    public string HeaderIn(bool english) => english ? HeaderEn : Header;
}
