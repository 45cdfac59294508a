namespace ParallelApproval.Organisation;

/// <summary>
/// An approval seal (审批专用章): kept by the head of a department's window, used only in the hall, with the force of the department's own
/// seal for permits, refusals and notices.
/// </summary>
public sealed class Seal
{
    /// <summary>Number cut into the seal, unique in the district.</summary>
    public required string Number { get; init; }

    public required string DepartmentCode { get; init; }

    /// <summary>The text around the star, e.g. 莲湖区统计局审批专用章.</summary>
    public required string Inscription { get; init; }

    /// <summary>The officer who keeps it and answers for every use.</summary>
    public required Guid KeeperId { get; set; }

    public required DateOnly From { get; init; }

    /// <summary>The day from which it may no longer be used; null while it is in use.</summary>
    public DateOnly? RetiredOn { get; set; }

    /// <summary>Counts its changes from 1: whoever changes it says which state he looked at.</summary>
    public int Revision { get; set; } = 1;
}
