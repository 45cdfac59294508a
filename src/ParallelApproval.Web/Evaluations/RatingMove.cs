using ParallelApproval.Evaluations;
using ParallelApproval.Web.Authority;

namespace ParallelApproval.Web.Evaluations;

/// <summary>What somebody may do about a rating (评价处理).</summary>
public enum RatingMove
{
    /// <summary>回访.</summary>
    CallBack,

    /// <summary>整改.</summary>
    Fix,

    /// <summary>整改延期.</summary>
    ExtendFix,

    /// <summary>再次回访.</summary>
    Recall,

    /// <summary>申诉.</summary>
    Appeal,

    /// <summary>申诉复核.</summary>
    DecideAppeal,
}

/// <summary>Which moves a rating allows.</summary>
internal static class RatingMoves
{
    public static Verb VerbOf(RatingMove move) =>
        move switch
        {
            RatingMove.CallBack => Verb.Of<CallBackRater>(),
            RatingMove.Fix => Verb.Of<FixGrievance>(),
            RatingMove.ExtendFix => Verb.Of<ExtendFix>(),
            RatingMove.Recall => Verb.Of<RecallRater>(),
            RatingMove.Appeal => Verb.Of<AppealRating>(),
            _ => Verb.Of<DecideRatingAppeal>(),
        };

    /// <summary>What can be done next, for the department that answers or for another; the handlers judge again.</summary>
    public static IEnumerable<RatingMove> Of(RatingLine line, bool isOwn)
    {
        if (isOwn && line.Step is RemedyStep.CallBack)
            yield return RatingMove.CallBack;
        if (isOwn && line.Step is RemedyStep.Fix)
            yield return RatingMove.Fix;
        if (isOwn && line.Step is RemedyStep.Fix)
            yield return RatingMove.ExtendFix;
        if (isOwn && line.Step is RemedyStep.Recall)
            yield return RatingMove.Recall;
        if (isOwn && line is { Step: not null, AppealGrounds: null })
            yield return RatingMove.Appeal;
        if (!isOwn && line is { AppealGrounds: not null, AppealGranted: null })
            yield return RatingMove.DecideAppeal;
    }
}
