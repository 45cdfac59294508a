using System.Text.Json;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Database;

/// <summary>
/// Text that can be kept (可存文本): no U+0000, no U+FFFE or U+FFFF, no half of a surrogate pair, and no U+FFFD, which a decoder puts in the
/// place of what it could not read: a file in another encoding than it says. Whoever lets text in asks here.
/// </summary>
public static class PlainText
{
    public static bool Is(string text) => text.AsSpan().IndexOfAny("\0\uFFFD\uFFFE\uFFFF") < 0 && !HasHalfPair(text);

    /// <summary>
    /// The path of the first text in the document that cannot be kept, names of members included, e.g. <c>form.address[0]</c>; null when
    /// all can.
    /// </summary>
    public static string? FaultIn(JsonNode? document) => FaultIn(document, "");

    /// <param name="field">The JSON path of the text, or the name of the field.</param>
    public static Error Refuse(string field) => Refusal.Input(field, RefusalCode.TextMalformed);

    private static string? FaultIn(JsonNode? node, string path)
    {
        try
        {
            return node switch
            {
                JsonObject members => members
                    .Select(member => Is(member.Key) ? FaultIn(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}") : path)
                    .FirstOrDefault(fault => fault is not null),
                JsonArray elements => elements
                    .Select((element, at) => FaultIn(element, FormattableString.Invariant($"{path}[{at}]")))
                    .FirstOrDefault(fault => fault is not null),
                JsonValue value when value.GetValueKind() is JsonValueKind.String => Is(value.GetValue<string>()) ? null : path,
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half a pair, written as an escape: the reader itself cannot make text of it.
            return path;
        }
    }

    private static bool HasHalfPair(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return true;
            at++;
        }

        return false;
    }
}
