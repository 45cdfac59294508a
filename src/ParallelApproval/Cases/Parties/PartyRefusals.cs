using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>What is refused about interested parties, and in which words.</summary>
public static class PartyRefusals
{
    public static Error Unknown(CaseFile file, int number) =>
        Refusal.Input("party", RefusalCode.PartyUnknown, ("party", number), ("case", file.Number));

    public static Error NoNumber(string field, int number) => Refusal.Input(field, RefusalCode.PartyNumberWrong, ("party", number));

    public static Error UnknownBranch(CaseFile file, int branch) =>
        Refusal.Input("branch", RefusalCode.BranchUnknown, ("item", file.Case.ItemCode), ("branch", branch));

    public static Error TooMany(CaseFile file, int most) =>
        Refusal.Conflict(RefusalCode.PartyTooMany, ("case", file.Number), ("most", most));

    public static Error NoneToTell(CaseFile file) => Refusal.Conflict(RefusalCode.PartyNoneToTell, ("case", file.Number));

    public static Error NoneToHear(CaseFile file) => Refusal.Conflict(RefusalCode.PartyNoneToHear, ("case", file.Number));

    public static Error ToldAlready(InterestedParty party) => Refusal.Conflict(RefusalCode.PartyToldAlready, ("party", party.Number));

    public static Error NotTold(InterestedParty party) => Refusal.Conflict(RefusalCode.PartyNotTold, ("party", party.Number));

    public static Error SettledAlready(InterestedParty party) => Refusal.Conflict(RefusalCode.PartySettledAlready, ("party", party.Number));

    public static Error NotHeard(CaseFile file, Branch branch, int[] parties) =>
        Refusal.Conflict(RefusalCode.PartyNotHeard, ("branch", branch.Number), ("case", file.Number), ("parties", parties));

    public static Error DaysOutOfRange(int days, int least, int most) =>
        Refusal.Input("days", RefusalCode.PartyDaysOutOfRange, ("least", least), ("most", most), ("days", days));

    public static Error ContactMissing() => Refusal.Input("contact", RefusalCode.PartyContactMissing);

    public static Error InterestMissing() => Refusal.Input("interest", RefusalCode.PartyInterestMissing);

    public static Error NameMissing() => Refusal.Input("name", RefusalCode.PartyNameMissing);

    public static Error StatementMissing() => Refusal.Input("statement", RefusalCode.PartyStatementMissing);

    public static Error NoticeNotDelivered() => Refusal.Input("noticeDelivered", RefusalCode.StopNoticeNotDelivered);
}
