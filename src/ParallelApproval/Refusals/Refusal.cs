using ErrorOr;

namespace ParallelApproval.Refusals;

/// <summary>
/// A refusal (拒绝理由) is a value, not an exception: a stable <c>code</c>, the facts it speaks of, and an English sentence in the
/// grammar "Expected …, but …". The front door turns it into problem details (RFC 9457) in the reader's language, by the code.
/// </summary>
/// <example><c>Refusal.Conflict("branch_already_decided", "Expected branch {branch} of case {case} to be open, but it was {status} on {date}.", ("branch", 2), …)</c></example>
public static class Refusal
{
    /// <summary>The key of <see cref="Error.Metadata"/> under which the input field stands, in the JSON path of the request (e.g. <c>applicant.idNumber</c>).</summary>
    public const string FieldKey = "$field";

    /// <summary>The request itself is wrong; <paramref name="field"/> is the JSON path of the input at fault.</summary>
    public static Error Input(string field, string code, string sentence, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var metadata = Facts(facts);
        metadata[FieldKey] = field;
        return Error.Validation(code, Fill(sentence, metadata), metadata!);
    }

    /// <summary>The thing does not exist, or the asker may not know that it does.</summary>
    public static Error NotFound(string code, string sentence, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var metadata = Facts(facts);
        return Error.NotFound(code, Fill(sentence, metadata), metadata!);
    }

    /// <summary>The thing exists, but its state does not allow the command.</summary>
    public static Error Conflict(string code, string sentence, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var metadata = Facts(facts);
        return Error.Conflict(code, Fill(sentence, metadata), metadata!);
    }

    /// <summary>The officer is known, but has no power to do this here.</summary>
    public static Error Forbidden(string code, string sentence, params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var metadata = Facts(facts);
        return Error.Forbidden(code, Fill(sentence, metadata), metadata!);
    }

    /// <summary>The same refusal of something that stands in a larger request: <c>branches[0].fee</c> becomes <c>items[2].branches[0].fee</c>.</summary>
    public static Error Within(string place, Error error)
    {
        var metadata = new Dictionary<string, object>(error.Metadata ?? [], StringComparer.Ordinal);
        metadata[FieldKey] = metadata.TryGetValue(FieldKey, out var field) && field is string { Length: > 0 } inner ? place + "." + inner : place;
        return Error.Custom((int)error.Type, error.Code, error.Description, metadata);
    }

    /// <summary>Puts the facts into the sentence: <c>{name}</c> becomes the fact of that name.</summary>
    public static string Fill(string sentence, IReadOnlyDictionary<string, object?> facts)
    {
        foreach (var (name, value) in facts)
            sentence = sentence.Replace("{" + name + "}", Text(value), StringComparison.Ordinal);
        return sentence;
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static Dictionary<string, object?> Facts(ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var metadata = new Dictionary<string, object?>(facts.Length + 1, StringComparer.Ordinal);
        foreach (var (name, value) in facts) metadata[name] = value;
        return metadata;
    }
}
