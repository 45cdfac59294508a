using System.Text.Json.Nodes;
using ParallelApproval.Events;

namespace ParallelApproval.Evaluations;

/// <summary>Something that was done about a rating (整改经过), as its event tells it.</summary>
/// <param name="Kind">Name of the event.</param>
/// <param name="Outcome">Member of <see cref="CallBackOutcome"/> or <see cref="RecallOutcome"/>; null for anything but a call.</param>
/// <param name="Words">What was written about it; null where nothing is written.</param>
public sealed record RemedyAct(string Kind, DateTimeOffset At, string Actor, string? Outcome, string? Words)
{
    internal static readonly string[] Kinds =
    [
        nameof(BadRatingReceived),
        nameof(RatingSuspected),
        nameof(RaterCalledBack),
        nameof(FixExtended),
        nameof(GrievanceFixed),
        nameof(RaterRecalled),
        nameof(RemedyTurned),
        nameof(RatingAppealed),
        nameof(RatingAppealDecided),
    ];

    private static readonly string[] Texts = ["words", "measures", "reason", "grounds", "reasons"];

    /// <summary>Null for an event about another service of the case.</summary>
    internal static RemedyAct? Of(EventRow row, int service)
    {
        var told = JsonNode.Parse(row.Data)!;
        return (int?)told["service"] == service
            ? new(
                row.Kind,
                row.At.InShanghai(),
                row.Actor,
                (string?)told["outcome"],
                Texts.Select(text => (string?)told[text]).FirstOrDefault(text => text is not null)
            )
            : null;
    }
}
