using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Evaluations;

/// <summary>What is refused about complaints, and in which words.</summary>
public static class ComplaintRefusals
{
    public static Error NoSuchComplaint(ComplaintNumber number) => Refusal.NotFound(RefusalCode.ComplaintNotFound, ("complaint", number));

    public static Error WrongStatus(Complaint complaint, params IEnumerable<ComplaintStatus> wanted) =>
        Refusal.Conflict(
            RefusalCode.ComplaintStatusConflict,
            ("complaint", complaint.Number),
            ("wanted", wanted),
            ("status", complaint.Status)
        );

    public static Error UnknownDepartment(string? code) =>
        Refusal.Input("against", RefusalCode.ComplaintDepartmentUnknown, ("department", code ?? ""));
}
