using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Evaluations;

/// <summary>What is refused about ratings, and in which words.</summary>
public static class EvaluationRefusals
{
    public static Error NothingToRate(string number) => Refusal.Conflict("nothing_to_rate",
        "Expected a service in case {case} that has not been rated yet, but there is none.", ("case", number));

    public static Error NoSuchService(RatingNumber number) => Refusal.NotFound("service_not_found",
        "Expected case {case} to have a service {service} that can be rated, but it has none.", ("case", number.Case), ("service", number.Service));

    public static Error AlreadyRated(RatingNumber number, DateTimeOffset at) => Refusal.Conflict("service_already_rated",
        "Expected one rating for each service, but service {service} of case {case} was rated on {date}; a rating is never changed.",
        ("service", number.Service), ("case", number.Case), ("date", DateOnly.FromDateTime(at.DateTime)));

    public static Error ReasonsMissing() => Refusal.Input("reasons", "rating_reasons_missing", "Expected a bad rating to say why, so that it can be put right, but it gives no reason.");

    public static Error ReasonsNotWanted() => Refusal.Input("reasons", "rating_reasons_unwanted", "Expected reasons with a bad rating only, but this one is good.");

    public static Error UnknownBranch(int branch) => Refusal.Input("branch", "rating_branch_unknown", "Expected a branch of the case, but it has no branch {branch}.", ("branch", branch));

    public static Error NoSuchRating(RatingNumber number) => Refusal.NotFound("rating_not_found", "Expected a rating {rating}, but there is none.", ("rating", number));

    public static Error NotBad(RatingNumber number) => Refusal.Conflict("rating_not_bad", "Expected rating {rating} to be a bad one, but it is not: nothing has to be put right.", ("rating", number));

    public static Error NotYours(RatingNumber number, string department) => Refusal.Forbidden("rating_not_yours",
        "Expected rating {rating} to be about your department, but it is about {department}.", ("rating", number), ("department", department));

    public static Error WrongStep(RatingNumber number, RemedyStep wanted, RemedyStep found) => Refusal.Conflict("remedy_step_conflict",
        "Expected rating {rating} to wait for {wanted}, but it waits for {found}.", ("rating", number), ("wanted", wanted), ("found", found));

    public static Error ExtendedAlready(RatingNumber number) => Refusal.Conflict("fix_already_extended", "Expected the fix of rating {rating} not to have been extended, but it has.", ("rating", number));

    public static Error ExtendedTooLate(RatingNumber number, DateOnly? due) => Refusal.Conflict("fix_extended_too_late",
        "Expected an extension of the fix of rating {rating} before its last day, {due}, ends, but that day has passed.", ("rating", number), ("due", due));

    public static Error DaysOutOfRange(int days) => Refusal.Input("days", "fix_days_out_of_range",
        "Expected {least} to {most} working days for the whole fix, but {days} were given.",
        ("least", RemedyLimits.FixDays + 1), ("most", RemedyLimits.LongestFixDays), ("days", days));

    public static Error AppealTooLate(RatingNumber number) => Refusal.Conflict("rating_appeal_too_late",
        "Expected an appeal within {days} working days after the rating {rating}, but they have passed.", ("days", RemedyLimits.AppealDays), ("rating", number));

    public static Error AppealedAlready(RatingNumber number) => Refusal.Conflict("rating_appealed_already", "Expected one appeal against rating {rating}, but there has been one.", ("rating", number));

    public static Error NoAppeal(RatingNumber number) => Refusal.Conflict("rating_not_appealed", "Expected an open appeal against rating {rating}, but there is none.", ("rating", number));

    public static Error OwnDepartment(string department) => Refusal.Forbidden("own_department_judged",
        "Expected a supervisor who is not of department {department} to decide on it, but you are.", ("department", department));

}
