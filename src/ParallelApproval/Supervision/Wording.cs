namespace ParallelApproval.Supervision;

/// <summary>A sentence in both languages; places such as <c>{due}</c> are filled with the facts of a card.</summary>
public sealed record Wording(string Chinese, string English)
{
    /// <summary>The sentence in the reader's language.</summary>
    public string In(bool english, IReadOnlyDictionary<string, string>? facts = null)
    {
        var text = english ? English : Chinese;
        foreach (var (name, value) in facts ?? new Dictionary<string, string>())
            text = text.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return text;
    }
}
