using ParallelApproval.Branches;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Web.Cases;

namespace ParallelApproval.Web.Pages.Window;

/// <summary>What the window may do with a case (窗口办理).</summary>
internal enum DeskVerb { Acceptance, CorrectionNotice, Supplement, Deferral, Commitment, SpotCorrection, SpotDecision, SendUp, Fee, Delivery, Answer, AskLeave, Recusal, Refusal, Withdrawal }

internal static class DeskVerbs
{
    /// <summary>Those that the case allows as it stands, the usual one first; what ends the case last.</summary>
    /// <param name="department">The body whose window it is.</param>
    /// <param name="mayDecide">The officer holds a letter for what is decided on the spot.</param>
    public static IEnumerable<DeskVerb> Of(CaseSheet sheet, ServiceItem item, string department, bool mayDecide)
    {
        var isBefore = sheet.Status is CaseStatus.Received or CaseStatus.CorrectionRequested;
        if (sheet.Branches.Any(branch => branch.Kind is BranchKind.Referral && branch.Department == department && branch.Status.IsOpen())) yield return DeskVerb.SendUp;
        if (item.Kind is ItemKind.Immediate && mayDecide && sheet.Branches.Any(branch => branch.Status.IsOpen())) yield return DeskVerb.SpotDecision;
        foreach (var verb in OfPapers(sheet, item, isBefore)) yield return verb;
        if (sheet.AcceptedAt is not null && !sheet.Status.IsClosed() && item.Branches.Any(part => part.Fee > 0 && sheet.Branches.Any(branch => branch.Number == part.Number))) yield return DeskVerb.Fee;
        if (sheet.Status is CaseStatus.Decided) yield return DeskVerb.Delivery;
        if (sheet.Branches.Any(branch => branch.AsksApplicant)) yield return DeskVerb.Answer;
        if (sheet.Status is CaseStatus.CorrectionRequested && !sheet.MayCorrectAgain) yield return DeskVerb.AskLeave;
        if (sheet.Branches.Any(branch => branch.Status.IsOpen() && branch.RecusalOf is null)) yield return DeskVerb.Recusal;
        if (isBefore) yield return DeskVerb.Refusal;
        if (isBefore || sheet.Status is CaseStatus.Accepted or CaseStatus.InApproval) yield return DeskVerb.Withdrawal;
    }

    private static IEnumerable<DeskVerb> OfPapers(CaseSheet sheet, ServiceItem item, bool isBefore)
    {
        var isWanting = sheet.Materials.Any(paper => paper.State is MaterialState.Missing or MaterialState.Faulty);
        var isThere = sheet.Materials.Any(paper => paper.State is MaterialState.Supplied or MaterialState.Faulty);
        if (isBefore && !isWanting) yield return DeskVerb.Acceptance;
        if (sheet.Status is CaseStatus.Received && isWanting) yield return DeskVerb.CorrectionNotice;
        // A paper that is there may be replaced by a better one until the results are handed over.
        if (!sheet.Status.IsClosed() && sheet.Status is not CaseStatus.Delivered) yield return DeskVerb.Supplement;
        if (isBefore && item.PromisedDays > 0 && sheet.Materials.Any(paper => paper.State is MaterialState.Missing && item.Materials.Any(known => known.Code == paper.Code && known.IsDeferrable)))
            yield return DeskVerb.Deferral;
        if (isBefore && item.Commitment is not null) yield return DeskVerb.Commitment;
        if (isBefore && isThere) yield return DeskVerb.SpotCorrection;
        // Whatever else is wrong with papers that are there is told in the same one notice; a second one names only what came in since, or has leave.
        if ((sheet.Status is CaseStatus.Received && !isWanting) || sheet.Status is CaseStatus.CorrectionRequested) yield return DeskVerb.CorrectionNotice;
    }
}
