using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>What kind of thing a fact of the case is (数据类型).</summary>
public enum FactType
{
    /// <summary>Any text; one of several words where the fact is a choice.</summary>
    Text,
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A day, <c>yyyy-MM-dd</c>, of Asia/Shanghai.</summary>
    Day,

    /// <summary>Several values.</summary>
    List,

    /// <summary>Facts of one thing together, such as all fields of the form.</summary>
    Group,
}

/// <summary>A fact that flows may ask for (流程可用数据).</summary>
/// <param name="Path">With dots: <c>form.areaSquareMetres</c>, <c>branches.2.status</c>.</param>
/// <param name="Choices">The words it may be, where it is one of several; null for any.</param>
public sealed record FactName(string Path, FactType Type, IReadOnlyList<string>? Choices = null);

/// <summary>Where a drawing asks for a fact of the case.</summary>
public sealed class FactUse
{
    private readonly Comparison? _comparison;

    internal FactUse(FactAsked asked) => (Step, Input, Path, _comparison) = (asked.ActivityId, asked.Input, asked.Path, asked.Comparison);

    public string Step { get; }

    /// <summary>The input in whose expression it stands, in camelCase.</summary>
    public string Input { get; }

    /// <summary>Empty when the whole of the facts is handed on.</summary>
    public string Path { get; }

    /// <summary>The part of the facts that must be gathered for it.</summary>
    public string Part => Path.Split('.')[0];

    /// <summary>
    /// The value it is compared with, when such a value can never be that of the fact, or has no order; empty where a sign alone does not
    /// fit; null when all fits. Scripts and templates may do with a fact what they like.
    /// </summary>
    public string? Misfit(FactName fact)
    {
        if (_comparison is not { Comparer: var comparer, Value: var value, Kind: var kind })
            return null;
        if (fact.Type is FactType.Group)
            return value ?? "";
        var fits = comparer switch
        {
            Comparer.Empty or Comparer.NotEmpty => true,
            Comparer.Holds => fact.Type is FactType.Flag,
            Comparer.Contains => fact.Type is FactType.Text or FactType.List,
            Comparer.Equal or Comparer.NotEqual => fact.Type switch
            {
                FactType.Number => kind is FactKind.Number,
                FactType.Flag => kind is FactKind.Flag,
                FactType.Day => kind is FactKind.Day,
                FactType.Text => fact.Choices is not { } choices || choices.Contains(value!, StringComparer.Ordinal),
                _ => false,
            },
            _ => (fact.Type, kind) is (FactType.Number, FactKind.Number) or (FactType.Day, FactKind.Day),
        };
        return fits ? null : value ?? "";
    }
}
