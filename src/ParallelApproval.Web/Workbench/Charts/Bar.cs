namespace ParallelApproval.Web.Workbench;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Text">The value in words, as it stands beside the bar.</param>
/// <param name="Href">Where a step behind it leads; null for none.</param>
/// <param name="Parts">Its pieces from left to right; none draws no bar.</param>
public sealed record Bar(string Label, string Text, string? Href, params IReadOnlyList<BarPart> Parts)
{
    public decimal Length => Parts.Sum(part => part.Value);
}

/// <summary>A piece of a bar.</summary>
/// <param name="Value">Its length; not negative.</param>
/// <param name="Tone">In which tone it is drawn: <c>open</c>, <c>good</c>, <c>wait</c>, <c>bad</c>.</param>
public sealed record BarPart(decimal Value, string Tone = "open");
