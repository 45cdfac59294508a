using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using ErrorOr;

namespace ParallelApproval.Refusals;

/// <summary>
/// A refusal (拒绝理由) is a value, not an exception: a stable code and the facts it speaks of. The sentence, in the grammar "Expected …, but
/// …", stands in the resource files alone; <see cref="Error.Description"/> is the English one, for logs. The front door turns a refusal
/// into problem details (RFC 9457) in the reader's language.
/// </summary>
/// <example>
/// <code>
/// Refusal.Conflict(RefusalCode.BranchAlreadyDecided, ("branch", 2), ("case", number), ("status", branch.Status), ("date", day))
/// </code>
/// </example>
/// <remarks>
/// Facts are given as they are, not as text: an enumeration, a date, an instant, a list. Only who answers the reader knows how to say them
/// in his language.
/// </remarks>
public static partial class Refusal
{
    /// <summary>
    /// The key of <see cref="Error.Metadata"/> under which the input field stands, in the JSON path of the request (e.g.
    /// <c>applicant.idNumber</c>).
    /// </summary>
    public const string FieldKey = "$field";

    // Which verbs are open is asked of a hundred verbs at once, and most of them refuse: each sentence is taken apart once.
    private static readonly ConcurrentDictionary<string, string[]> TakenApart = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Enum, string> NamesInWords = new();

    /// <summary>The request itself is wrong; <paramref name="field"/> is the JSON path of the input at fault.</summary>
    public static Error Input(string field, RefusalCode code, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        Make((int)ErrorType.Validation, code, facts, field);

    /// <summary>The thing does not exist, or the asker may not know that it does.</summary>
    public static Error NotFound(RefusalCode code, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        Make((int)ErrorType.NotFound, code, facts);

    /// <summary>The thing exists, but its state does not allow the command.</summary>
    public static Error Conflict(RefusalCode code, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        Make((int)ErrorType.Conflict, code, facts);

    /// <summary>The officer is known, but has no power to do this here.</summary>
    public static Error Forbidden(RefusalCode code, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        Make((int)ErrorType.Forbidden, code, facts);

    /// <summary>A refusal of another type.</summary>
    /// <param name="type">A number of <see cref="ErrorType"/>, or one of the caller's own.</param>
    public static Error OfType(int type, RefusalCode code, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        Make(type, code, facts);

    /// <summary>
    /// Whether something was refused for this reason: what a page may help with. State is told by types, never by a code.
    /// </summary>
    public static bool Is(this Error error, RefusalCode code) => error.Code == code.Name;

    /// <summary>
    /// The same refusal of something that stands in a larger request: <c>branches[0].fee</c> becomes <c>items[2].branches[0].fee</c>.
    /// </summary>
    public static Error Within(string place, Error error)
    {
        var metadata = new Dictionary<string, object>(error.Metadata ?? [], StringComparer.Ordinal);
        metadata[FieldKey] =
            metadata.TryGetValue(FieldKey, out var field) && field is string { Length: > 0 } inner ? place + "." + inner : place;
        return Error.Custom(error.NumericType, error.Code, error.Description, metadata);
    }

    /// <summary>The same refusal as one of a cell or line of a file: it is the file that is wrong, whatever the house is like.</summary>
    /// <param name="place">Where it stands there; takes the place of the field.</param>
    public static Error At(string place, Error error)
    {
        var metadata = new Dictionary<string, object>(error.Metadata ?? [], StringComparer.Ordinal) { [FieldKey] = place };
        return Error.Custom((int)ErrorType.Validation, error.Code, error.Description, metadata);
    }

    /// <summary>Puts the facts into the sentence: <c>{name}</c> becomes the fact of that name.</summary>
    /// <param name="tell">How a fact is said in the language of the sentence.</param>
    public static string Fill(string sentence, IReadOnlyDictionary<string, object>? facts, Func<object?, string> tell)
    {
        if (facts is null)
            return sentence;
        var filled = (string[])TakenApart.GetOrAdd(sentence, static whole => Place().Split(whole)).Clone();
        // Every other part is the name of a place.
        for (var at = 1; at < filled.Length; at += 2)
            filled[at] = facts.TryGetValue(filled[at], out var fact) ? tell(fact) : $"{{{filled[at]}}}";
        return string.Concat(filled);
    }

    private static Error Make(int type, RefusalCode code, ReadOnlySpan<(string Name, object? Value)> facts, string? field = null)
    {
        var metadata = new Dictionary<string, object?>(facts.Length + 1, StringComparer.Ordinal);
        foreach (var (name, value) in facts)
            metadata[name] = value is IEnumerable list and not string ? list.Cast<object?>().ToArray() : value;
        if (field is not null)
            metadata[FieldKey] = field;
        return Error.Custom(type, code.Name, Fill(code.English, metadata!, Plain), metadata!);
    }

    private static string Plain(object? fact) =>
        fact switch
        {
            null => "",
            Enum member => NamesInWords.GetOrAdd(member, InWords),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.InShanghai().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            object?[] list => string.Join(", ", list.Select(Plain)),
            _ => fact.ToString() ?? "",
        };

    private static string InWords(Enum member) =>
        string.Concat(
            member
                .ToString()
                .Select((c, at) => at > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString())
        );

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Place();
}
