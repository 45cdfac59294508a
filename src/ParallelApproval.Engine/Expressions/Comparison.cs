namespace ParallelApproval.Engine;

/// <summary>What kind of thing a fact of the case is, or a value it is compared with.</summary>
public enum FactKind
{
    /// <summary>Any text; one of several words where the fact is a choice.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A day, <c>yyyy-MM-dd</c>, of Asia/Shanghai.</summary>
    Day,

    /// <summary>Several values.</summary>
    List,
}

/// <summary>How a fact is compared.</summary>
public enum Comparer
{
    /// <summary><c>=</c>.</summary>
    Equal,

    /// <summary><c>≠</c>.</summary>
    NotEqual,

    /// <summary>Less, or earlier.</summary>
    Less,

    /// <summary>Less or equal, or not later.</summary>
    LessOrEqual,

    /// <summary>More, or later.</summary>
    More,

    /// <summary>More or equal, or not earlier.</summary>
    MoreOrEqual,

    /// <summary>The text holds that text, the list that value.</summary>
    Contains,

    /// <summary>Nothing stands there.</summary>
    Empty,

    /// <summary>Something stands there.</summary>
    NotEmpty,

    /// <summary>The fact alone: it is a yes or no, and says yes.</summary>
    Holds,
}

/// <summary>One line of a condition: a fact, how it is compared, and with what.</summary>
/// <param name="Fact">Its path, e.g. <c>form.areaSquareMetres</c>.</param>
/// <param name="Comparer">The sign between them.</param>
/// <param name="Value">The value as text; null where nothing is compared with.</param>
/// <param name="Kind">What the value looks like; null where there is none.</param>
public sealed record Comparison(string Fact, Comparer Comparer, string? Value, FactKind? Kind);

/// <summary>A fact that an expression asks for (流程引用数据).</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="Input">The input in whose expression it stands, in camelCase; <c>cases</c> of a switch.</param>
/// <param name="Path">With dots; empty when the whole of the facts is handed on.</param>
/// <param name="Comparison">Null for a script or a template, which may do with it what they like.</param>
public sealed record FactAsked(string ActivityId, string Input, string Path, Comparison? Comparison = null);
