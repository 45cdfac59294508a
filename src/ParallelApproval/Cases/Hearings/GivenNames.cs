namespace ParallelApproval.Cases;

/// <summary>Names as they are handed in: several, some of them perhaps empty or twice.</summary>
internal static class GivenNames
{
    /// <summary>The names that are there, each once.</summary>
    public static string[] Names(this IEnumerable<string> given) =>
        [.. given.Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => name.Trim()).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether so many different names are there.</summary>
    public static bool AreEnough(this string[]? given, int least) => given is not null && given.Names().Length >= least;
}
