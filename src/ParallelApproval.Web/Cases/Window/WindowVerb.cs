using ParallelApproval.Cases;
using ParallelApproval.Catalogue;

namespace ParallelApproval.Web.Cases;

/// <summary>What the window may do with a case (窗口办理).</summary>
internal enum WindowVerb { Acceptance, CorrectionNotice, Supplement, Deferral, Commitment, SpotCorrection, SpotDecision, SendUp, Fee, Delivery, Answer, AskLeave, Recusal, Refusal, Withdrawal }

internal static class WindowVerbs
{
    /// <summary>Those that the case allows as it stands, the usual one first; what ends the case last.</summary>
    /// <param name="department">The body whose window it is.</param>
    /// <param name="mayDecide">The officer holds a letter for what is decided on the spot.</param>
    public static IEnumerable<WindowVerb> Of(CaseSheet sheet, ServiceItem item, string department, bool mayDecide)
    {
        var isBefore = sheet.Status is CaseStatus.Received or CaseStatus.CorrectionRequested;
        if (sheet.Branches.Any(branch => branch.Kind is BranchKind.Referral && branch.Department == department && branch.Status.IsOpen())) yield return WindowVerb.SendUp;
        if (item.Kind is ItemKind.Immediate && mayDecide && sheet.Branches.Any(branch => branch.Status.IsOpen())) yield return WindowVerb.SpotDecision;
        foreach (var verb in OfPapers(sheet, item, isBefore)) yield return verb;
        if (sheet.AcceptedAt is not null && !sheet.Status.IsClosed() && item.Branches.Any(part => part.Fee > 0 && sheet.Branches.Any(branch => branch.Number == part.Number))) yield return WindowVerb.Fee;
        if (sheet.Status is CaseStatus.Decided) yield return WindowVerb.Delivery;
        if (sheet.Branches.Any(branch => branch.AsksApplicant)) yield return WindowVerb.Answer;
        if (sheet.Status is CaseStatus.CorrectionRequested && !sheet.MayCorrectAgain) yield return WindowVerb.AskLeave;
        if (sheet.Branches.Any(branch => branch.Status.IsOpen() && branch.RecusalOf is null)) yield return WindowVerb.Recusal;
        if (isBefore) yield return WindowVerb.Refusal;
        if (isBefore || sheet.Status is CaseStatus.Accepted or CaseStatus.InApproval) yield return WindowVerb.Withdrawal;
    }

    private static IEnumerable<WindowVerb> OfPapers(CaseSheet sheet, ServiceItem item, bool isBefore)
    {
        var isWanting = sheet.Materials.Any(paper => paper.State is MaterialState.Missing or MaterialState.Faulty);
        var isThere = sheet.Materials.Any(paper => paper.State is MaterialState.Supplied or MaterialState.Faulty);
        if (isBefore && !isWanting) yield return WindowVerb.Acceptance;
        if (sheet.Status is CaseStatus.Received && isWanting) yield return WindowVerb.CorrectionNotice;
        // A paper that is there may be replaced by a better one until the results are handed over.
        if (!sheet.Status.IsClosed() && sheet.Status is not CaseStatus.Delivered) yield return WindowVerb.Supplement;
        if (isBefore && item.PromisedDays > 0 && sheet.Materials.Any(paper => paper.State is MaterialState.Missing && item.Materials.Any(known => known.Code == paper.Code && known.IsDeferrable)))
            yield return WindowVerb.Deferral;
        if (isBefore && item.Commitment is not null) yield return WindowVerb.Commitment;
        if (isBefore && isThere) yield return WindowVerb.SpotCorrection;
        // Whatever else is wrong with papers that are there is told in the same one notice; a second one names only what came in since, or has leave.
        if ((sheet.Status is CaseStatus.Received && !isWanting) || sheet.Status is CaseStatus.CorrectionRequested) yield return WindowVerb.CorrectionNotice;
    }
}
