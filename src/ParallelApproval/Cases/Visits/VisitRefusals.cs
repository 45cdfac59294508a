using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>What is refused about joint site visits, and in which words.</summary>
public static class VisitRefusals
{
    public static Error NotTheLead(string lead) => Refusal.Forbidden(RefusalCode.VisitNotTheLead, ("lead", lead));

    public static Error PlaceMissing() => Refusal.Input("place", RefusalCode.VisitPlaceMissing);

    public static Error CalledAlready(CaseFile file) => Refusal.Conflict(RefusalCode.VisitCalledAlready, ("case", file.Number));

    public static Error NotJoint(CaseFile file) => Refusal.Conflict(RefusalCode.VisitNotJoint, ("case", file.Number));

    public static Error TimeOutOfRange(DateOnly on, DateOnly latest) =>
        Refusal.Input("at", RefusalCode.VisitTimeOutOfRange, ("latest", latest), ("date", on));

    public static Error NoneOpen(CaseFile file) => Refusal.Conflict(RefusalCode.VisitNotOpen, ("case", file.Number));

    public static Error NoPart(CaseFile file, int branch) =>
        Refusal.Input("branch", RefusalCode.VisitNoPart, ("case", file.Number), ("branch", branch));

    public static Error NotYet(DateTimeOffset at) => Refusal.Conflict(RefusalCode.VisitNotYet, ("at", at));

    public static Error RecordedAlready(CaseFile file, int branch) =>
        Refusal.Conflict(RefusalCode.VisitRecordedAlready, ("branch", branch), ("case", file.Number));

    public static Error OfficersMissing(int least) => Refusal.Input("officers", RefusalCode.VisitOfficersMissing, ("least", least));
}
