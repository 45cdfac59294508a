using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Workbench;

/// <summary>How much waits behind an entry of the navigation (导航角标) for the officer who looks at it.</summary>
internal interface IRailCount
{
    /// <summary>Address of the entry.</summary>
    string Path { get; }

    /// <summary>0 when nothing waits, or when the entry is not his.</summary>
    Task<int> OfAsync(Caller caller, CancellationToken cancellation);
}
