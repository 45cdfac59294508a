using ParallelApproval.Clocks;

namespace ParallelApproval.Web.Cases;

/// <summary>Where a date of a case is explained.</summary>
internal static class WhyAddress
{
    /// <summary>The page of all dates of the case, at its newest promise.</summary>
    public static string OfPromise(string caseNumber, int branch = Clock.OfCase) => Of(caseNumber, branch, ClockKind.Promised);

    /// <summary>The page of all dates of the case, at the newest limit of that kind.</summary>
    /// <param name="branch">0 for a limit of the whole case.</param>
    public static string Of(string caseNumber, int branch, ClockKind kind) => $"/cases/{caseNumber}/clocks#{Anchor(branch, kind)}";

    /// <summary>The place of a limit outside of the clocks of a case, on the page of what it belongs to.</summary>
    public static string Anchor(LimitKind kind) => $"why-{kind}".ToLowerInvariant();

    /// <summary>The place of that limit on the page; earlier rounds have their number added.</summary>
    public static string Anchor(int branch, ClockKind kind, int? earlier = null) =>
        $"{kind}-{branch}{(earlier is { } round ? $"-{round}" : "")}".ToLowerInvariant();
}
