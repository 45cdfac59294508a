using ParallelApproval.Evaluations;
using ParallelApproval.Web.Authority;

namespace ParallelApproval.Web.Evaluations;

/// <summary>What a supervisor may do with a complaint (投诉处理).</summary>
public enum ComplaintMove
{
    /// <summary>受理.</summary>
    Accept,

    /// <summary>不予受理.</summary>
    Decline,

    /// <summary>答复.</summary>
    Answer,

    /// <summary>告知.</summary>
    Tell,
}

/// <summary>Which moves a complaint allows.</summary>
internal static class ComplaintMoves
{
    public static Verb VerbOf(ComplaintMove move) =>
        move switch
        {
            ComplaintMove.Accept => Verb.Of<AcceptComplaint>(),
            ComplaintMove.Decline => Verb.Of<DeclineComplaint>(),
            ComplaintMove.Answer => Verb.Of<AnswerComplaint>(),
            _ => Verb.Of<TellComplainant>(),
        };

    public static IEnumerable<ComplaintMove> Of(ComplaintStatus status) =>
        status switch
        {
            ComplaintStatus.Lodged => [ComplaintMove.Accept, ComplaintMove.Decline],
            ComplaintStatus.Accepted => [ComplaintMove.Answer],
            ComplaintStatus.Answered or ComplaintStatus.Declined => [ComplaintMove.Tell],
            _ => [],
        };
}
