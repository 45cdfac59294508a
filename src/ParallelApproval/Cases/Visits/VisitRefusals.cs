using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>What is refused about joint site visits, and in which words.</summary>
public static class VisitRefusals
{
    public static Error NotTheLead(string lead) => Refusal.Forbidden("visit_not_the_lead", "Expected an officer of the lead department {lead} to call and close the joint visit, but you are none.", ("lead", lead));

    public static Error PlaceMissing() => Refusal.Input("place", "visit_place_missing", "Expected the place of the visit, but there is none.");

    public static Error CalledAlready(CaseFile file) => Refusal.Conflict("visit_called_already",
        "Expected no joint visit in case {case}, or one with defects and no re-visit, but it has been called.", ("case", file.Number));

    public static Error NotJoint(CaseFile file) => Refusal.Conflict("visit_not_joint", "Expected two departments of case {case} at least that must look at the place, but there are fewer.", ("case", file.Number));

    public static Error TimeOutOfRange(DateOnly on, DateOnly latest) => Refusal.Input("at", "visit_time_out_of_range",
        "Expected an appointment between now and {latest}, two working days after the acceptance, but it is on {date}.", ("latest", latest), ("date", on));

    public static Error NoneOpen(CaseFile file) => Refusal.Conflict("visit_not_open", "Expected an open joint visit in case {case}, but there is none.", ("case", file.Number));

    public static Error NoPart(CaseFile file, int branch) => Refusal.Input("branch", "visit_no_part", "Expected a branch that takes part in the joint visit of case {case}, but branch {branch} does not.", ("case", file.Number), ("branch", branch));

    public static Error NotYet(DateTimeOffset at) => Refusal.Conflict("visit_not_yet", "Expected the visit to have begun, but its appointment is {at}.", ("at", at.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)));

    public static Error RecordedAlready(CaseFile file, int branch) => Refusal.Conflict("visit_recorded_already",
        "Expected no conclusion of branch {branch} on the joint visit of case {case}, but there is one.", ("branch", branch), ("case", file.Number));

    public static Error OfficersMissing(int least) => Refusal.Input("officers", "visit_officers_missing", "Expected at least {least} officers of each organ (行政许可法 art. 34), but there are fewer.", ("least", least));
}
