namespace ParallelApproval.Web.Certificates;

/// <summary>
/// An element of the structure of a paper (结构标记): what a screen reader reads, in its order. The names are those of ISO 32000-1, 14.8.4.
/// </summary>
/// <param name="Type">E.g. <c>P</c>, <c>H1</c>, <c>TD</c>.</param>
/// <param name="Parent">The one that it stands in; null for the whole paper.</param>
internal sealed class PaperTag(string type, PaperTag? parent)
{
    public string Type { get; } = type;

    public PaperTag? Parent { get; } = parent;

    /// <summary>What is read instead of a picture.</summary>
    public string? Alternative { get; init; }

    /// <summary>Of its dictionary, besides what every element has.</summary>
    public string Attributes { get; init; } = "";

    /// <summary>Elements, and marks on pages, in the order of reading.</summary>
    public List<object> Kids { get; } = [];

    public PaperTag Add(string type, string attributes = "", string? alternative = null)
    {
        var kid = new PaperTag(type, this) { Attributes = attributes, Alternative = alternative };
        Kids.Add(kid);
        return kid;
    }
}

/// <summary>Where on which page what belongs to an element is drawn.</summary>
/// <param name="Page">From 0.</param>
/// <param name="Number">From 0 on each page.</param>
internal sealed record PaperMark(int Page, int Number);
