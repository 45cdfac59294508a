namespace ParallelApproval.Organisation;

/// <summary>
/// A service window (窗口) in a hall: a numbered desk that takes cases in and hands results out. A comprehensive window (综合窗口)
/// takes in for every department of its tier; any other window only for its own.
/// </summary>
public sealed record ServiceWindow
{
    /// <summary>Number painted above the desk, unique in the hall, e.g. <c>A03</c>.</summary>
    public required string Number { get; init; }

    /// <summary>The body that runs the window.</summary>
    public required string DepartmentCode { get; init; }

    public required Tier Tier { get; init; }

    /// <summary>综合窗口.</summary>
    public bool IsComprehensive { get; init; }

    public bool IsOpen { get; init; } = true;

    /// <summary>Counts its changes from 1: whoever changes it says which state he looked at.</summary>
    public int Revision { get; init; } = 1;
}
