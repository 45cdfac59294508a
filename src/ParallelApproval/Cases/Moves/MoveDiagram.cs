using System.Text;

namespace ParallelApproval.Cases;

/// <summary>
/// The tables of moves as they are printed in the documentation (状态图): a diagram in Mermaid, and verb by verb what is asked.
/// </summary>
public static class MoveDiagram
{
    public static string Of<TVerb, TStatus>(MoveTable<TVerb, TStatus> table)
        where TVerb : struct, Enum
        where TStatus : struct, Enum
    {
        var text = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        foreach (var line in table.All)
        foreach (var to in line.To)
        foreach (var from in line.From.Length == 0 ? ["[*]"] : line.From.Select(status => status.ToString()))
            text.Append(null, $"    {from} --> {to}: {line.Verb}\n");
        text.Append(
            "```\n\n| verb | in | leads to | asked before the status | asked after it | asked of a grant |\n| --- | --- | --- | --- | --- | --- |\n"
        );
        foreach (var line in table.ByOfficers)
            text.Append(
                null,
                $"| {line.Verb} | {List(line.From)} | {List(line.To)} | {List(line.Who)} | {List(line.When)} | {List(line.WhenGranting)} |\n"
            );
        text.Append("\nBy itself:\n\n| verb | in | leads to |\n| --- | --- | --- |\n");
        foreach (var line in table.ByItself)
            text.Append(null, $"| {line.Verb} | {List(line.From)} | {List(line.To)} |\n");
        return text.ToString();
    }

    private static string List<T>(T[] names) => names.Length == 0 ? "–" : string.Join(", ", names);
}
