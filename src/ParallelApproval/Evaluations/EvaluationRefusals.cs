using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Evaluations;

/// <summary>What is refused about ratings, and in which words.</summary>
public static class EvaluationRefusals
{
    public static Error NothingToRate(string number) => Refusal.Conflict(RefusalCode.NothingToRate, ("case", number));

    public static Error NoSuchService(RatingNumber number) =>
        Refusal.NotFound(RefusalCode.ServiceNotFound, ("case", number.Case), ("service", number.Service));

    public static Error AlreadyRated(RatingNumber number, DateTimeOffset at) =>
        Refusal.Conflict(
            RefusalCode.ServiceAlreadyRated,
            ("service", number.Service),
            ("case", number.Case),
            ("date", DateOnly.FromDateTime(at.DateTime))
        );

    public static Error ReasonsMissing() => Refusal.Input("reasons", RefusalCode.RatingReasonsMissing);

    public static Error ReasonsNotWanted() => Refusal.Input("reasons", RefusalCode.RatingReasonsUnwanted);

    public static Error UnknownBranch(int branch) => Refusal.Input("branch", RefusalCode.RatingBranchUnknown, ("branch", branch));

    public static Error NoSuchRating(RatingNumber number) => Refusal.NotFound(RefusalCode.RatingNotFound, ("rating", number));

    public static Error NotBad(RatingNumber number) => Refusal.Conflict(RefusalCode.RatingNotBad, ("rating", number));

    public static Error NotYours(RatingNumber number, string department) =>
        Refusal.Forbidden(RefusalCode.RatingNotYours, ("rating", number), ("department", department));

    public static Error WrongStep(RatingNumber number, RemedyStep wanted, RemedyStep found) =>
        Refusal.Conflict(RefusalCode.RemedyStepConflict, ("rating", number), ("wanted", wanted), ("found", found));

    public static Error ExtendedAlready(RatingNumber number) => Refusal.Conflict(RefusalCode.FixAlreadyExtended, ("rating", number));

    public static Error ExtendedTooLate(RatingNumber number, DateOnly? due) =>
        Refusal.Conflict(RefusalCode.FixExtendedTooLate, ("rating", number), ("due", due));

    public static Error DaysOutOfRange(int days) =>
        Refusal.Input(
            "days",
            RefusalCode.FixDaysOutOfRange,
            ("least", RemedyLimits.FixDays + 1),
            ("most", RemedyLimits.LongestFixDays),
            ("days", days)
        );

    public static Error AppealTooLate(RatingNumber number) =>
        Refusal.Conflict(RefusalCode.RatingAppealTooLate, ("days", RemedyLimits.AppealDays), ("rating", number));

    public static Error AppealedAlready(RatingNumber number) => Refusal.Conflict(RefusalCode.RatingAppealedAlready, ("rating", number));

    public static Error NoAppeal(RatingNumber number) => Refusal.Conflict(RefusalCode.RatingNotAppealed, ("rating", number));

    public static Error OwnDepartment(string department) => Refusal.Forbidden(RefusalCode.OwnDepartmentJudged, ("department", department));
}
