using System.Globalization;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Workflows;

/// <summary>The step of another flow that started this one and waits for its end (上级流程).</summary>
/// <param name="File">The case, or the file of the flow that belongs to no case.</param>
/// <param name="Bookmark">Where it waits.</param>
public sealed record FlowParent(CaseNumber File, string Bookmark)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static FlowParent Parse(string text) =>
        new(new(long.Parse(text.AsSpan(0, text.IndexOf(' ')), CultureInfo.InvariantCulture)), text[(text.IndexOf(' ') + 1)..]);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File.Key} {Bookmark}");
}

/// <summary>A step that has started several flows and waits for all of them (批量派发).</summary>
/// <param name="Open">How many have not come to their end.</param>
/// <param name="Faulted">How many of the others stand at a step that failed.</param>
internal sealed record FlowChildren(string Bookmark, int Open, int Faulted = 0);

/// <summary>How much of a file a command takes out that concerns its flow.</summary>
internal static class FlowFiles
{
    extension(CaseNumber number)
    {
        /// <summary>Everything that a flow may need there.</summary>
        public Contents Whole => number.IsOfFlow ? Contents.OfRun : Contents.Everything;
    }
}
