using ParallelApproval.Cases;
using ParallelApproval.Web.Authority;

namespace ParallelApproval.Web.Cases;

/// <summary>What supervisor and head decide about a case that others work on (特批事项).</summary>
internal enum LeaveVerb { SecondCorrection, CaseExtension, RecusalDecision, WithholdResult, RestoreResult }

internal static class LeaveVerbs
{
    /// <summary>Those that the case allows as it stands.</summary>
    public static IEnumerable<(LeaveVerb Leave, Verb Verb)> Of(CaseSheet sheet)
    {
        if (sheet.Branches.Any(branch => branch.RecusalOf is not null)) yield return (LeaveVerb.RecusalDecision, Verb.DecideRecusal);
        if (!sheet.Status.IsClosed() && sheet.Status is not (CaseStatus.Decided or CaseStatus.Delivered) && !sheet.MayCorrectAgain) yield return (LeaveVerb.SecondCorrection, Verb.GrantSecondCorrection);
        if (sheet.Clocks.Legal is { EndedOn: null }) yield return (LeaveVerb.CaseExtension, Verb.ExtendCase);
        if (Publicity.Of(sheet).IsWithheld) yield return (LeaveVerb.RestoreResult, Verb.RestoreResult);
        else if (sheet.Result is not CaseStatus.Withdrawn) yield return (LeaveVerb.WithholdResult, Verb.WithholdResult);
    }

    /// <summary>Why the window asks for one more notice; null when it does not, or has its answer.</summary>
    public static string? Asked(CaseSheet sheet)
    {
        var last = sheet.Timeline.LastOrDefault(entry => entry.Kind is nameof(SecondCorrectionAsked) or nameof(SecondCorrectionGranted));
        return last?.Kind is nameof(SecondCorrectionAsked) && last.Data.TryGetProperty("reason", out var reason) ? reason.GetString() : null;
    }
}
