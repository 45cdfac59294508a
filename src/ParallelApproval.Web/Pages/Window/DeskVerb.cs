using ParallelApproval.Branches;
using ParallelApproval.Cases;
using ParallelApproval.Web.Cases;

namespace ParallelApproval.Web.Pages.Window;

/// <summary>What the window may do with a case (窗口办理).</summary>
internal enum DeskVerb { Acceptance, CorrectionNotice, Supplement, Delivery, Answer, Refusal, Withdrawal }

internal static class DeskVerbs
{
    /// <summary>Those that the case allows as it stands, the usual one first; what ends the case last.</summary>
    public static IEnumerable<DeskVerb> Of(CaseSheet sheet)
    {
        var isWanting = sheet.Materials.Any(paper => paper.State is MaterialState.Missing or MaterialState.Faulty);
        var isPromised = sheet.Materials.Any(paper => paper.State is MaterialState.Deferred);
        var isBefore = sheet.Status is CaseStatus.Received or CaseStatus.CorrectionRequested;
        if (isBefore && !isWanting) yield return DeskVerb.Acceptance;
        if (sheet.Status is CaseStatus.Received && isWanting) yield return DeskVerb.CorrectionNotice;
        if ((isWanting || isPromised) && !sheet.Status.IsClosed()) yield return DeskVerb.Supplement;
        if (sheet.Status is CaseStatus.Decided) yield return DeskVerb.Delivery;
        if (sheet.Branches.Any(branch => branch.AsksApplicant)) yield return DeskVerb.Answer;
        // Whatever else is wrong with papers that are there is told in the same one notice.
        if (sheet.Status is CaseStatus.Received && !isWanting) yield return DeskVerb.CorrectionNotice;
        if (isBefore) yield return DeskVerb.Refusal;
        if (isBefore || sheet.Status is CaseStatus.Accepted or CaseStatus.InApproval) yield return DeskVerb.Withdrawal;
    }
}
