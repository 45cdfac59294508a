namespace ParallelApproval.Web.Cases;

/// <summary>Several names or several lines as somebody typed them into one field.</summary>
internal static class TypedNames
{
    private static readonly char[] Between = ['、', '，', ',', '；', ';', '/', '\n', '\r'];

    /// <summary>The names, however they are set apart; blanks part Chinese names only, for others have blanks inside.</summary>
    public static string[] Of(string? typed)
    {
        var names = Split(typed, Between);
        return names is [var one] && one.Any(c => c is >= '\u4E00' and <= '\u9FFF' or >= '\uD840' and <= '\uDBFF')
            ? Split(one, null)
            : names;
    }

    /// <summary>The lines that are not empty.</summary>
    public static string[] Lines(string? typed) => Split(typed, ['\n', '\r']);

    private static string[] Split(string? typed, char[]? between) =>
        (typed ?? "").Split(between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
