using System.Text.Json.Serialization;

namespace ParallelApproval.Imports;

/// <summary>A sheet as it stands in a file (读入的工作表), before anybody has asked what its cells mean.</summary>
/// <param name="Name">As the file names it; empty for a file that is one table.</param>
/// <param name="Merged">Areas of merged cells, e.g. <c>A2:B3</c>.</param>
public sealed record ReadSheet(string Name, IReadOnlyList<ReadRow> Rows, IReadOnlyList<string> Merged);

/// <summary>A row of it.</summary>
/// <param name="Number">From 1, as a spreadsheet counts.</param>
/// <param name="Cells">Texts, numbers, days, truth values; null where nothing stands.</param>
public sealed record ReadRow(int Number, [property: JsonConverter(typeof(ReadCells))] IReadOnlyList<object?> Cells);
