namespace ParallelApproval.Organisation;

/// <summary>On which papers a seal may be put (印章种类).</summary>
public enum SealKind
{
    /// <summary>审批专用章: decisions, opinions and notices, and whatever no other seal is there for.</summary>
    Approval,

    /// <summary>受理专用章: what the window says of an application (行政许可法 art. 32).</summary>
    Acceptance,

    /// <summary>证照专用章: certificates.</summary>
    Certificates,
}

/// <summary>
/// A seal of a body (审批专用章、受理专用章、证照专用章): kept by the head of a department's window, used only in the hall, with the force of the
/// department's own seal on the papers of its <see cref="Kind"/>.
/// </summary>
public sealed class Seal
{
    /// <summary>Number cut into the seal, unique in the district.</summary>
    public required string Number { get; init; }

    public required string DepartmentCode { get; init; }

    /// <summary>The text around the star, e.g. 莲湖区统计局审批专用章.</summary>
    public required string Inscription { get; init; }

    /// <summary>For which papers it was cut: the inscription says it.</summary>
    public SealKind Kind => KindOf(Inscription);

    /// <summary>What a seal with this inscription is for.</summary>
    public static SealKind KindOf(string inscription) =>
        inscription.Contains("受理", StringComparison.Ordinal) ? SealKind.Acceptance
        : inscription.Contains("证照", StringComparison.Ordinal) ? SealKind.Certificates
        : SealKind.Approval;

    /// <summary>The officer who keeps it and answers for every use.</summary>
    public required Guid KeeperId { get; set; }

    public required DateOnly From { get; init; }

    /// <summary>The day from which it may no longer be used; null while it is in use.</summary>
    public DateOnly? RetiredOn { get; set; }

    /// <summary>Counts its changes from 1: whoever changes it says which state he looked at.</summary>
    public int Revision { get; set; } = 1;
}
