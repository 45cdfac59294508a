using System.Globalization;

namespace ParallelApproval.Testing;

/// <summary>
/// The long form of the tests: walks of thousands of histories, servers killed again and again, Studio in a real browser. It is asked for
/// by the variable PARALLELAPPROVAL_LONG=1; any other number makes it that many rounds. Without it each has a short form that always runs,
/// or waits for the long form (CONTRIBUTING.md says which, and why).
/// </summary>
public static class LongForm
{
    /// <summary>What a test says that only the long form runs.</summary>
    public const string Only = "Runs in the long form: set PARALLELAPPROVAL_LONG=1.";

    private static readonly int? Asked = int.TryParse(
        Environment.GetEnvironmentVariable("PARALLELAPPROVAL_LONG"),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out var asked
    )
        ? asked
        : null;

    public static bool IsAsked => Asked is not (null or 0);

    /// <summary>How often something is tried: always, and in the long form.</summary>
    public static int Times(int always, int inLongForm) =>
        Asked switch
        {
            null or 0 => always,
            1 => inLongForm,
            { } wanted => wanted,
        };
}
