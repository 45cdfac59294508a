using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Evaluations;

/// <summary>What is refused about complaints, and in which words.</summary>
public static class ComplaintRefusals
{
    public static Error NoSuchComplaint(ComplaintNumber number) => Refusal.NotFound("complaint_not_found", "Expected a complaint {complaint}, but there is none.", ("complaint", number));

    public static Error WrongStatus(Complaint complaint, string wanted) => Refusal.Conflict("complaint_status_conflict",
        "Expected complaint {complaint} to be {wanted}, but it is {status}.", ("complaint", complaint.Number), ("wanted", wanted), ("status", complaint.Status));

    public static Error UnknownDepartment(string? code) => Refusal.Input("against", "complaint_department_unknown",
        "Expected the department complained of, but {department} is none of the district.", ("department", code ?? ""));
}
