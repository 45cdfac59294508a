using System.Text.Json;
using ParallelApproval.Database;
using ParallelApproval.Engine;

namespace ParallelApproval.Workflows;

/// <summary>
/// One kind of step that a process designer can draw and that the house carries out (流程活动): receiving, copying, approving, issuing. The
/// engine orders the steps; what a step means for the case is the business of the room that owns it.
/// </summary>
public abstract class CaseActivity
{
    /// <summary>Category in the designer's toolbox.</summary>
    protected static readonly Bilingual Toolbox = new("并联审批", "Parallel approval");

    /// <summary>The type as it stands in definitions, with its inputs and ports.</summary>
    public abstract ActivityDescriptor Descriptor { get; }

    /// <summary>The flow has reached the step: carries it out at once, or lets the flow wait under the request's bookmark.</summary>
    /// <returns>By which port the flow leaves, or <see cref="ActivityResult.Waits"/>.</returns>
    public abstract ActivityResult Begin(CaseFile file, ActivityRequest request);

    /// <summary>The flow no longer waits for the step: a sibling won a race, or the workflow was cancelled.</summary>
    public virtual void Cancel(CaseFile file, string bookmark) { }
}

/// <summary>What the flow asks of the house.</summary>
/// <param name="Bookmark">Where the flow waits; unique within the case.</param>
/// <param name="Inputs">The evaluated inputs, a JSON object by camelCase name.</param>
public sealed record ActivityRequest(string Bookmark, string ActivityId, JsonElement Inputs)
{
    /// <summary>The text of an input; null when it is absent or empty.</summary>
    public string? Text(string input) =>
        Inputs.TryGetProperty(input, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    /// <summary>The yes or no of an input; null when it is absent or neither.</summary>
    public bool? Flag(string input) =>
        Inputs.TryGetProperty(input, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.String when bool.TryParse(value.GetString(), out var said) => said,
                _ => null,
            }
            : null;

    /// <summary>The whole number of an input; null when it is absent or no number.</summary>
    public int? Number(string input) => int.TryParse(Text(input), out var number) ? number : null;
}

/// <summary>How an activity answers when the flow reaches it.</summary>
public readonly record struct ActivityResult
{
    private ActivityResult(string? outcome, ErrorOr.Error? refusal, (string, string)? failure = null) =>
        (Outcome, Refusal, Failure) = (outcome, refusal, failure);

    /// <summary>The port by which the flow leaves at once; null while it waits.</summary>
    public string? Outcome { get; }

    /// <summary>Why the whole command must be refused.</summary>
    public ErrorOr.Error? Refusal { get; }

    /// <summary>Why the step stands failed: a stable code, and an English sentence for whoever mends it; null when it does not.</summary>
    public (string Code, string Sentence)? Failure { get; }

    /// <summary>The flow waits until a command completes the bookmark.</summary>
    public static ActivityResult Waits => default;

    /// <summary>Done at once.</summary>
    public static ActivityResult Leaves(string outcome = "Done") => new(outcome, null);

    /// <summary>The step cannot be carried out as it is drawn: it stands failed until somebody tries again; the command goes on.</summary>
    public static ActivityResult Fails(string code, string sentence) => new(null, null, (code, sentence));

    /// <summary>The command that led here cannot be carried out.</summary>
    public static ActivityResult Refuses(ErrorOr.Error refusal) => new(null, refusal);
}
