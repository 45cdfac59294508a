namespace ParallelApproval.Cases;

/// <summary>The district (区) that this installation serves.</summary>
/// <param name="Region">Its code by GB/T 2260, 6 digits; case numbers begin with it.</param>
public sealed record District(string Region)
{
    /// <summary>The sample district: 610104.</summary>
    public District()
        : this("610104") { }
}
