namespace ParallelApproval.Cases;

/// <summary>The ports by which the flow leaves an approval (活动出口). A definition names them; so they never change.</summary>
public static class BranchOutcome
{
    /// <summary>同意: every branch waited for has granted.</summary>
    public const string Approved = "Approved";

    /// <summary>部分同意: of several branches waited for, some have granted and some have not.</summary>
    public const string PartlyApproved = "PartlyApproved";

    /// <summary>不同意: refused by the department, or blocked by another's refusal.</summary>
    public const string Refused = "Refused";

    /// <summary>补正: the department asks for papers. Connected, it leads the flow on; unconnected, the branch waits where it is.</summary>
    public const string Correction = "Correction";

    /// <summary>撤回: withdrawn by the applicant.</summary>
    public const string Withdrawn = "Withdrawn";

    /// <summary>
    /// 超时: the promised time has passed. Drawn as a loop, to a card and back, it is followed while the department still has to decide, and
    /// closes no branch. Drawn onwards, it is followed only where silence counts as consent by the rule of the item, which leaves by 同意
    /// when the port is not connected.
    /// </summary>
    public const string TimedOut = "TimedOut";

    /// <summary>The port for the results of all the branches that were waited for together.</summary>
    internal static string Of(IEnumerable<BranchStatus> results)
    {
        var all = results.ToList();
        if (all.TrueForAll(result => result is BranchStatus.Approved))
            return Approved;
        if (all.TrueForAll(result => result is BranchStatus.TimedOut))
            return TimedOut;
        if (all.TrueForAll(Grants))
            return Approved;
        if (all.Exists(Grants))
            return PartlyApproved;
        return all.TrueForAll(result => result is BranchStatus.Withdrawn or BranchStatus.AcceptanceRevoked) ? Withdrawn : Refused;
    }

    private static bool Grants(BranchStatus result) => result is BranchStatus.Approved or BranchStatus.TimedOut;
}

/// <summary>What holds for a branch that the catalogue does not define, because a designer drew it into the flow.</summary>
internal static class BranchDefaults
{
    /// <summary>Working days: 行政许可法 art. 42.</summary>
    public const int LegalDays = 20;

    /// <summary>Working days that an applicant has to say what shall become of his case after a refusal.</summary>
    public const int AnswerDays = 3;
}
