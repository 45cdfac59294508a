using ParallelApproval.Cases;

namespace ParallelApproval.Web.Workbench;

/// <summary>Which of five tones a status has on the pages: nothing yet, open, waiting for somebody, good, bad.</summary>
internal static class Tones
{
    public static string Of(CaseStatus status) =>
        status switch
        {
            CaseStatus.Received or CaseStatus.CorrectionRequested => "wait",
            CaseStatus.Accepted or CaseStatus.InApproval => "open",
            CaseStatus.Decided or CaseStatus.Delivered or CaseStatus.Finished or CaseStatus.PartlyFinished => "good",
            CaseStatus.Declined or CaseStatus.Refused or CaseStatus.AcceptanceRevoked => "bad",
            _ => "",
        };

    public static string Of(BranchStatus status) =>
        status switch
        {
            BranchStatus.InReview or BranchStatus.ReadyToSign => "open",
            BranchStatus.Stopped or BranchStatus.CorrectionRequested or BranchStatus.Disagreed => "wait",
            BranchStatus.Approved => "good",
            BranchStatus.Refused or BranchStatus.Blocked or BranchStatus.TimedOut => "bad",
            _ => "",
        };
}
