using System.Text.Json.Nodes;

namespace ParallelApproval.Catalogue;

/// <summary>
/// One field of the form that an item asks for (表单栏目). The fields are data of the item: the window draws its form from them, and an
/// application is held against them.
/// </summary>
public sealed record FormField
{
    /// <summary>Under which the form keeps it: 1 to 40 letters and digits that begin with a lower-case letter.</summary>
    public required string Key { get; init; }

    public required string Name { get; init; }

    public string NameEn { get; init; } = "";

    public FormFieldKind Kind { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Characters of a text; null for as many as its kind allows.</summary>
    public int? MostCharacters { get; init; }

    /// <summary>The smallest number; null for no limit.</summary>
    public decimal? Least { get; init; }

    /// <summary>The largest number; null for no limit.</summary>
    public decimal? Most { get; init; }

    /// <summary>What may be chosen; of a <see cref="FormFieldKind.Choice"/> only.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>A field that the item needs without naming it: what it is about, or what brings an optional branch in.</summary>
    internal static FormField Implied(string key, FormFieldKind kind) =>
        new()
        {
            Key = key,
            Name = key,
            NameEn = key,
            Kind = kind,
        };
}

/// <summary>What stands in a field of a form.</summary>
public enum FormFieldKind
{
    /// <summary>单行文本.</summary>
    Line,

    /// <summary>多行文本.</summary>
    Text,

    /// <summary>数字.</summary>
    Number,

    /// <summary>是否.</summary>
    Flag,

    /// <summary>日期: a day, <c>yyyy-MM-dd</c>.</summary>
    Day,

    /// <summary>选项: one of <see cref="FormField.Choices"/>.</summary>
    Choice,
}
