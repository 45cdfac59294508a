using ParallelApproval.Cases;

namespace ParallelApproval.Web.Cases;

/// <summary>What supervisor and head decide about a case that others work on (特批事项).</summary>
internal enum LeaveAction
{
    SecondCorrection,
    CaseExtension,
    RecusalDecision,
    BranchExtension,
    WithholdResult,
    RestoreResult,
}

internal static class OpenLeaveActions
{
    /// <summary>Those about the case that are open to the reader.</summary>
    public static IEnumerable<LeaveAction> Of(CaseSheet sheet)
    {
        if (sheet.AllowsOfABranch(BranchVerb.DecideRecusal))
            yield return LeaveAction.RecusalDecision;
        if (sheet.AllowsOfABranch(BranchVerb.DecideExtension))
            yield return LeaveAction.BranchExtension;
        if (sheet.Allows(CaseVerb.GrantSecondCorrection))
            yield return LeaveAction.SecondCorrection;
        if (sheet.Allows(CaseVerb.ExtendCase))
            yield return LeaveAction.CaseExtension;
    }

    /// <summary>Why the window asks for one more notice; null when it does not, or has its answer.</summary>
    public static string? Asked(CaseSheet sheet)
    {
        var last = sheet.Timeline.LastOrDefault(entry => entry.Kind is nameof(SecondCorrectionAsked) or nameof(SecondCorrectionGranted));
        return last?.Kind is nameof(SecondCorrectionAsked) && last.Data.TryGetProperty("reason", out var reason)
            ? reason.GetString()
            : null;
    }
}
