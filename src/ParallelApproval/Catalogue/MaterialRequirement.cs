using System.Text.Json.Serialization;

namespace ParallelApproval.Catalogue;

/// <summary>The form in which a paper (材料) reaches the window.</summary>
public enum MaterialForm
{
    /// <summary>原件.</summary>
    Original,

    /// <summary>复印件.</summary>
    Copy,

    /// <summary>复印件核原件: a copy, compared with the original at the window.</summary>
    CopyCheckedAgainstOriginal,

    /// <summary>电子证照: shown as an electronic certificate.</summary>
    ElectronicCertificate,

    /// <summary>线上填报: filled in online.</summary>
    OnlineForm,

    /// <summary>结果共享: another body's result, taken from where it is kept. Never asked of the applicant.</summary>
    SharedResult,

    /// <summary>系统生成: made by the system itself. Never asked of the applicant.</summary>
    SystemGenerated,
}

/// <summary>How far a paper may be believed (国办函〔2016〕108号).</summary>
public enum MaterialTrust
{
    /// <summary>Issued by a serving agency, usable directly.</summary>
    A,

    /// <summary>Verified by a window officer, usable again.</summary>
    B,

    /// <summary>Uploaded by the user; the original is checked at the window.</summary>
    C,

    /// <summary>Made by the applicant, who vouches for it.</summary>
    D,
}

/// <summary>A paper of the material library (材料库): one entry for all items that ask for it.</summary>
public record Material
{
    /// <summary>Code in the library, e.g. <c>M01</c>.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string NameEn { get; init; }

    public required MaterialForm Form { get; init; }

    /// <summary>Number of copies wanted; 0 when nothing is handed in on paper.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Who issues or writes it, in Chinese as the guide prints it.</summary>
    public required string Source { get; init; }

    public required MaterialTrust Trust { get; init; }

    /// <summary>通用材料: given once and used by several departments.</summary>
    public bool IsShared { get; init; }

    /// <summary>可容缺: the case may be accepted without it against a signed promise.</summary>
    public bool IsDeferrable { get; init; }

    /// <summary>For how many months after its date it may be used; null when it does not age.</summary>
    public int? ValidMonths { get; init; }

    /// <summary>停用: the day from which no new version of an item may ask for it (Asia/Shanghai); null while it is used.</summary>
    public DateOnly? RetiredOn { get; init; }

    /// <summary>
    /// Counts its changes in the library from 1; whoever changes it says which state he looked at. What an item was published with keeps
    /// the state that it had then.
    /// </summary>
    public int Revision { get; init; } = 1;
}

/// <summary>
/// A paper that an item needs (申报材料), with the branches that read it. It is stored with the version of the item, so that a case
/// keeps the list it was received under even when the library changes.
/// </summary>
public sealed record MaterialRequirement : Material
{
    /// <summary>Numbers of the branches that use it.</summary>
    public required IReadOnlyList<int> UsedBy { get; init; }

    /// <summary>
    /// The branch whose result it is; it is then passed inside and never asked of the applicant. Null when no branch makes it.
    /// </summary>
    public int? OutputOfBranch { get; init; }

    /// <summary>
    /// Whether the applicant is asked for it: not when another branch makes it, another body's file holds it, or the system writes it.
    /// </summary>
    [JsonIgnore]
    public bool IsAsked => OutputOfBranch is null && Form is not (MaterialForm.SharedResult or MaterialForm.SystemGenerated);

    /// <summary>A paper of the library as an item uses it.</summary>
    internal static MaterialRequirement Of(Material paper, MaterialUse use) =>
        new()
        {
            Code = paper.Code,
            Name = paper.Name,
            NameEn = paper.NameEn,
            Form = paper.Form,
            Copies = paper.Copies,
            Source = paper.Source,
            Trust = paper.Trust,
            IsShared = paper.IsShared,
            IsDeferrable = paper.IsDeferrable,
            ValidMonths = paper.ValidMonths,
            Revision = paper.Revision,
            UsedBy = use.UsedBy,
            OutputOfBranch = use.OutputOfBranch,
        };
}
