using System.Text.Json;
using System.Text.RegularExpressions;
using ErrorOr;
using ParallelApproval.Database;

namespace ParallelApproval.Web.Problems;

/// <summary>
/// Says which field of a body is wrong. <see cref="JsonException"/> carries the path of a value that does not fit; the names of missing
/// and unknown properties stand only in its message, between quotation marks.
/// </summary>
internal static partial class JsonFaults
{
    public static List<Error> Of(JsonException fault)
    {
        var path = Field(fault.Path);
        if (fault is TextFault)
            return [PlainText.Refuse(path.Length > 0 ? path : "$")];
        if (fault.Message.Contains("missing required properties", StringComparison.Ordinal))
            return
            [
                .. Names(fault.Message[fault.Message.IndexOf("including", StringComparison.Ordinal)..])
                    .Select(name => FrontRefusals.MissingField(Under(path, name))),
            ];
        if (fault.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return [FrontRefusals.UnknownField(path)];
        // The reader's own exceptions are faults of syntax; the converters' are faults of content.
        return fault.InnerException is JsonException
            ? [FrontRefusals.BrokenJson((fault.LineNumber ?? 0) + 1, fault.BytePositionInLine ?? 0)]
            : [FrontRefusals.WrongType(path.Length > 0 ? path : "$")];
    }

    private static IEnumerable<string> Names(string list) => Quoted().Matches(list).Select(match => match.Groups[1].Value);

    private static string Under(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Field(string? path) => path is null ? "" : path.TrimStart('$').TrimStart('.');

    [GeneratedRegex("'([^']+)'", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Quoted();
}
