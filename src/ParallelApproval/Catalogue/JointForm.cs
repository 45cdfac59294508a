namespace ParallelApproval.Catalogue;

/// <summary>The legal form in which several departments handle one application (行政许可法 art. 26).</summary>
public enum JointForm
{
    /// <summary>联合办理、集中办理: each department decides for itself, together with the others.</summary>
    Concurrent,

    /// <summary>统一办理: one department collects the opinions of the others and decides as one.</summary>
    Unified,
}

/// <summary>
/// What happens to the other branches when one department refuses. Branches that hang on the refused one are blocked in any case.
/// </summary>
public enum OnBranchRefusal
{
    /// <summary>The applicant is asked whether to go on with the rest, to apply anew for the refused part, or to withdraw.</summary>
    AskApplicant,

    /// <summary>The independent branches go on without a question.</summary>
    Continue,

    /// <summary>The whole case ends as refused.</summary>
    StopAll,
}
