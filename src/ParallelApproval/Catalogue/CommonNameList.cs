namespace ParallelApproval.Catalogue;

/// <summary>The common names (俗称) of an item as they are written into one field or cell: 饭馆、奶茶店.</summary>
public static class CommonNameList
{
    private static readonly char[] Between = ['、', '，', ',', '；', ';', '\n'];

    public static string Written(IReadOnlyList<string> names) => string.Join('、', names);

    /// <summary>Each once, in the order in which they are written.</summary>
    public static IReadOnlyList<string> Read(string? written) =>
        [
            .. (written ?? "")
                .Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Distinct(StringComparer.Ordinal),
        ];
}
