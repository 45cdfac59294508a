using ParallelApproval.Cases;
using ParallelApproval.Catalogue;

namespace ParallelApproval.Web.Cases;

/// <summary>What an approver may do with his part of a case (分支办理).</summary>
internal enum BranchVerb { Decision, Review, SendUp, Correction, Stop, Resume, Extension, SendDown, HandOver, Recusal, Confirmation, LaterResult, Seal }

internal static class BranchVerbs
{
    /// <summary>Those that the branch allows as it stands.</summary>
    public static IEnumerable<BranchVerb> Of(CaseSheet sheet, BranchLine branch, ServiceItem item)
    {
        if (branch.ConfirmBy is not null) yield return BranchVerb.Confirmation;
        if (branch is { Status: BranchStatus.TimedOut, Kind: BranchKind.Certificate } && sheet.Certificates.All(made => made.Branch != branch.Number)) yield return BranchVerb.Seal;
        if (branch.ResultsToAdd(sheet).Any()) yield return BranchVerb.LaterResult;
        if (!branch.Status.IsOpen()) yield break;
        var runs = branch.Status is BranchStatus.InReview or BranchStatus.ReadyToSign;
        if (runs) yield return branch.Kind is BranchKind.Referral ? BranchVerb.SendUp : branch.AwaitsReview(item) ? BranchVerb.Review : BranchVerb.Decision;
        if (runs) yield return BranchVerb.Correction;
        if (branch.Status is not BranchStatus.Stopped) yield return BranchVerb.Stop;
        else yield return BranchVerb.Resume;
        if (branch.Clocks.Legal is { EndedOn: null }) yield return BranchVerb.Extension;
        if (runs && branch.HasBelow(sheet)) yield return BranchVerb.SendDown;
        yield return BranchVerb.HandOver;
        if (branch.RecusalOf is null) yield return BranchVerb.Recusal;
    }

    /// <summary>Another officer reviews before anybody signs.</summary>
    public static bool AwaitsReview(this BranchLine branch, ServiceItem item) => branch.ReviewedBy is null && branch.NeedsTwoSignatures(item);

    public static bool NeedsTwoSignatures(this BranchLine branch, ServiceItem item) => item.Branches.Any(part => part.Number == branch.Number && part.NeedsTwoSignatures);

    /// <summary>The branches whose result it signed without, and that have it now.</summary>
    public static IEnumerable<BranchLine> ResultsToAdd(this BranchLine branch, CaseSheet sheet) => !branch.Status.IsSettled() || branch.AwaitsResults is not { Length: > 0 } awaited
        ? []
        : sheet.Branches.Where(other => awaited.Contains(other.Number) && other.Status.IsSettled());

    // A lower tier has sent it up, and may get it back.
    private static bool HasBelow(this BranchLine branch, CaseSheet sheet) => sheet.Branches.Any(lower =>
        lower.Kind is BranchKind.Referral && lower.Status.IsSettled() && lower.Number != branch.Number && (branch.Kind is not BranchKind.Referral || lower.Number < branch.Number));
}
