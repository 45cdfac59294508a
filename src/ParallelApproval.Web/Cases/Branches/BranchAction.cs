using ParallelApproval.Cases;
using ParallelApproval.Catalogue;

namespace ParallelApproval.Web.Cases;

/// <summary>What an approver may do with his part of a case (分支办理).</summary>
internal enum BranchAction
{
    Decision,
    Review,
    SendUp,
    Correction,
    Stop,
    Resume,
    Extension,
    SendDown,
    HandOver,
    Recusal,
    Confirmation,
    LaterResult,
    Seal,
    HearingRight,
    HearingCall,
    HearingRecord,
    Inspectors,
}

internal static class OpenBranchActions
{
    /// <summary>Those that are open to the reader, the usual one first.</summary>
    public static IEnumerable<BranchAction> Of(CaseSheet sheet, BranchLine branch, ServiceItem item)
    {
        if (branch.Allows(BranchVerb.ConfirmDecision))
            yield return BranchAction.Confirmation;
        if (branch.Allows(BranchVerb.SealDeemedGrant) && sheet.Certificates.All(made => made.Branch != branch.Number))
            yield return BranchAction.Seal;
        if (branch.Allows(BranchVerb.AddResultLater))
            yield return BranchAction.LaterResult;
        if (branch.Allows(BranchVerb.SendUp))
            yield return BranchAction.SendUp;
        if (branch.Allows(BranchVerb.RecordHearing))
            yield return BranchAction.HearingRecord;
        if (branch.AwaitsReview(item) && branch.Allows(BranchVerb.ReviewBranch))
            yield return BranchAction.Review;
        if (MayBeWritten(branch, item))
            yield return BranchAction.Decision;
        if (branch.Allows(BranchVerb.RequestCorrection))
            yield return BranchAction.Correction;
        if (branch.Allows(BranchVerb.StopBranch))
            yield return BranchAction.Stop;
        if (branch.Allows(BranchVerb.ResumeBranch))
            yield return BranchAction.Resume;
        if (branch.Allows(BranchVerb.NameInspectors))
            yield return BranchAction.Inspectors;
        if (branch.Allows(BranchVerb.TellHearingRight))
            yield return BranchAction.HearingRight;
        if (branch.Allows(BranchVerb.CallHearing))
            yield return BranchAction.HearingCall;
        if (branch.Allows(BranchVerb.AskExtension))
            yield return BranchAction.Extension;
        if (branch.Allows(BranchVerb.SendDown))
            yield return BranchAction.SendDown;
        if (branch.Allows(BranchVerb.ReassignTask))
            yield return BranchAction.HandOver;
        if (branch.Allows(BranchVerb.AskRecusal))
            yield return BranchAction.Recusal;
    }

    /// <summary>Another officer reviews before anybody signs.</summary>
    public static bool AwaitsReview(this BranchLine branch, ServiceItem item) =>
        branch.ReviewedBy is null && item.Branches.Any(part => part.Number == branch.Number && part.NeedsTwoSignatures);

    /// <summary>The branches whose result it signed without, and that have it now.</summary>
    public static IEnumerable<BranchLine> ResultsToAdd(this BranchLine branch, CaseSheet sheet) =>
        sheet.Branches.Where(other => branch.AwaitsResults is { } awaited && awaited.Contains(other.Number) && other.Status.IsSettled());

    // An opinion may be written before it may be signed: while another department must sign first, or a paper is still to come.
    private static bool MayBeWritten(BranchLine branch, ServiceItem item) =>
        branch.Kind is not BranchKind.Referral
        && !branch.AwaitsReview(item)
        && BranchMoves.Table.Allows(branch.Status, BranchVerb.DecideBranch);
}
