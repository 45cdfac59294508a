using ParallelApproval.Branches;
using ParallelApproval.Web.Cases;

namespace ParallelApproval.Web.Pages.Approver;

/// <summary>What an approver may do with his part of a case beside deciding it (分支办理).</summary>
internal enum BranchVerb { Decision, Correction, Stop, Resume, Extension, HandOver }

internal static class BranchVerbs
{
    /// <summary>Those that the branch allows as it stands.</summary>
    public static IEnumerable<BranchVerb> Of(BranchLine branch)
    {
        if (!branch.Status.IsOpen()) yield break;
        var runs = branch.Status is BranchStatus.InReview or BranchStatus.ReadyToSign;
        if (runs) yield return BranchVerb.Decision;
        if (runs) yield return BranchVerb.Correction;
        if (branch.Status is not BranchStatus.Stopped) yield return BranchVerb.Stop;
        else yield return BranchVerb.Resume;
        if (branch.Clocks.Legal is { EndedOn: null }) yield return BranchVerb.Extension;
        yield return BranchVerb.HandOver;
    }
}
