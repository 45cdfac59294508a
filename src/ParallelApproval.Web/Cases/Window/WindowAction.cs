using ParallelApproval.Cases;
using ParallelApproval.Catalogue;

namespace ParallelApproval.Web.Cases;

/// <summary>What the window may do with a case (窗口办理).</summary>
internal enum WindowAction
{
    Acceptance,
    CorrectionNotice,
    Supplement,
    Deferral,
    Commitment,
    SpotCorrection,
    SpotDecision,
    SendUp,
    Fee,
    Delivery,
    Answer,
    AskLeave,
    Recusal,
    Refusal,
    Withdrawal,
}

internal static class OpenWindowActions
{
    /// <summary>Those that are open to the reader, the usual one first; what ends the case last.</summary>
    public static IEnumerable<WindowAction> Of(CaseSheet sheet, ServiceItem item)
    {
        if (sheet.AllowsOfABranch(BranchVerb.SendUp))
            yield return WindowAction.SendUp;
        if (sheet.Allows(CaseVerb.DecideOnTheSpot))
            yield return WindowAction.SpotDecision;
        foreach (var action in OfPapers(sheet, item))
            yield return action;
        if (
            sheet.Allows(CaseVerb.ChargeFee)
            && item.Branches.Any(part => part.Fee > 0 && sheet.Branches.Any(branch => branch.Number == part.Number))
        )
            yield return WindowAction.Fee;
        if (sheet.Allows(CaseVerb.DeliverCase))
            yield return WindowAction.Delivery;
        if (sheet.AllowsOfABranch(BranchVerb.AnswerRefusal))
            yield return WindowAction.Answer;
        if (sheet.Allows(CaseVerb.AskSecondCorrection))
            yield return WindowAction.AskLeave;
        if (sheet.AllowsOfABranch(BranchVerb.AskRecusal))
            yield return WindowAction.Recusal;
        if (sheet.Allows(CaseVerb.DeclineCase))
            yield return WindowAction.Refusal;
        if (sheet.Allows(CaseVerb.WithdrawCase))
            yield return WindowAction.Withdrawal;
    }

    private static IEnumerable<WindowAction> OfPapers(CaseSheet sheet, ServiceItem item)
    {
        var isThere = sheet.Materials.Any(paper => paper.State is MaterialState.Supplied or MaterialState.Faulty);
        // Whatever else is wrong with papers that are there is told in the same one notice; a second one is unusual, and comes late in the
        // row.
        var tellsFirst =
            sheet.Status is CaseStatus.Received
            && sheet.Materials.Any(paper => paper.State is MaterialState.Missing or MaterialState.Faulty);
        var mayTell = sheet.Allows(CaseVerb.NotifyCorrection);
        if (sheet.Allows(CaseVerb.AcceptCase))
            yield return WindowAction.Acceptance;
        if (mayTell && tellsFirst)
            yield return WindowAction.CorrectionNotice;
        if (sheet.Allows(CaseVerb.SupplyMaterials))
            yield return WindowAction.Supplement;
        if (sheet.Allows(CaseVerb.AcceptDeferring) && MayBeDeferred(sheet, item))
            yield return WindowAction.Deferral;
        if (sheet.Allows(CaseVerb.AcceptOnCommitment))
            yield return WindowAction.Commitment;
        if (sheet.Allows(CaseVerb.CorrectOnTheSpot) && isThere)
            yield return WindowAction.SpotCorrection;
        if (mayTell && !tellsFirst)
            yield return WindowAction.CorrectionNotice;
    }

    // The form would be empty without one.
    private static bool MayBeDeferred(CaseSheet sheet, ServiceItem item) =>
        sheet.Materials.Any(paper =>
            paper.State is MaterialState.Missing && item.Materials.Any(known => known.Code == paper.Code && known.IsDeferrable)
        );
}
