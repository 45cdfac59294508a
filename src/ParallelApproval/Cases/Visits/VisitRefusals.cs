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

    public static Error DayOff(DateOnly on) => Refusal.Input("at", RefusalCode.VisitOnDayOff, ("date", on));

    public static Error BeforeAcceptance(DateOnly on, DateOnly accepted) =>
        Refusal.Input("at", RefusalCode.VisitBeforeAcceptance, ("accepted", accepted), ("date", on));

    public static Error Together(CaseFile file, DateOnly until) =>
        Refusal.Conflict(RefusalCode.VisitTogether, ("case", file.Number), ("until", until));

    public static Error NotRecorded(CaseFile file, int branch) =>
        Refusal.Conflict(RefusalCode.VisitNotRecorded, ("branch", branch), ("case", file.Number));

    public static Error Pending(CaseFile file, Branch branch, DateTimeOffset at) =>
        Refusal.Conflict(RefusalCode.VisitPending, ("branch", branch.Number), ("case", file.Number), ("at", at));

    public static Error Missing(CaseFile file, Branch branch) =>
        Refusal.Conflict(RefusalCode.VisitMissing, ("branch", branch.Number), ("case", file.Number));

    public static Error ReasonsMissing(CaseFile file, Branch branch) =>
        Refusal.Input("reasons", RefusalCode.VisitReasonsMissing, ("branch", branch.Number), ("case", file.Number));
}
