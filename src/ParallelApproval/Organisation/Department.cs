namespace ParallelApproval.Organisation;

/// <summary>What kind of body a <see cref="Department"/> is.</summary>
public enum DepartmentKind
{
    /// <summary>行政机关: an organ that may grant or refuse in its own name.</summary>
    Authority,

    /// <summary>公共服务单位: a utility, bank or hospital that takes part but has no statutory clock.</summary>
    Utility,
}

/// <summary>
/// A department (部门) of the district, or a street or community body: it owns branches of joint cases and employs officers.
/// It is known by its <see cref="Code"/> everywhere: in the catalogue, in tasks, in statistics.
/// </summary>
public sealed record Department
{
    /// <summary>Short upper-case code, e.g. <c>SYJ</c>. Never reused for another body.</summary>
    public required string Code { get; init; }

    /// <summary>Official Chinese name.</summary>
    public required string Name { get; init; }

    public required string NameEn { get; init; }

    public required Tier Tier { get; init; }

    public DepartmentKind Kind { get; init; } = DepartmentKind.Authority;

    /// <summary>Code of the body above it, null at the top.</summary>
    public string? ParentCode { get; init; }

    /// <summary>统一社会信用代码, 18 characters, check digit valid (GB 32100-2015).</summary>
    public required string UnifiedCreditCode { get; init; }

    /// <summary>
    /// Whether its window in the hall holds an authorisation letter and the approval seal (授权到位), so that it may decide there.
    /// </summary>
    public bool HasAuthorisedWindow { get; init; }

    /// <summary>垂直管理: it answers to the same organ one level up, not to the district government.</summary>
    public bool IsVertical { get; init; }

    /// <summary>
    /// 机关代字: the word with which the numbers of its own papers begin, e.g. 莲市监; null for the word of the house.
    /// </summary>
    public string? DocumentMark { get; init; }

    /// <summary>
    /// 撤销: the first day on which it is no body of the district any more; null while it is. Its name stays in what it did.
    /// </summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>承接单位: who took over what a closed body had; null while it is open, and where nothing was left to take over.</summary>
    public string? HeirCode { get; init; }

    /// <summary>Counts its changes from 1: whoever changes it says which state he looked at.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>The name in the reader's language.</summary>
    /// <param name="english">True for English, false for Chinese.</param>
    public string NameIn(bool english) => english ? NameEn : Name;
}
