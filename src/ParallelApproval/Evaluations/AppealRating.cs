using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>
/// 评价申诉: the department holds a bad rating to be mistaken or malicious and says why, once, within three working days. Calling back and
/// fixing go on meanwhile.
/// </summary>
[Authority(
    "Appeal against a bad rating, once, within three working days",
    Role.Clerk,
    Role.Approver,
    Role.Manager,
    Relation = Relation.OwnDepartment
)]
public sealed record AppealRating(RatingNumber Rating, string Grounds);

/// <summary>How an appeal stands.</summary>
/// <param name="IsGranted">Null while it is open.</param>
public sealed record AppealState(string Rating, string Grounds, bool? IsGranted);

internal sealed class AppealRatingValidator : AbstractValidator<AppealRating>
{
    public AppealRatingValidator() => RuleFor(command => command.Grounds).Given().IsOpinion();
}

/// <inheritdoc cref="AppealRating"/>
public sealed class AppealRatingHandler(CaseStore store, RemedyLimits limits) : Handler<AppealRating, AppealState>
{
    protected override Task<ErrorOr<AppealState>> CarryOutAsync(AppealRating command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync(command.Rating.Case, act, file => Appeal(file, command), cancellation, Contents.Everything);

    private ErrorOr<AppealState> Appeal(CaseFile file, AppealRating command)
    {
        var found = RemedySteps.Own(file, command.Rating);
        if (found.IsError)
            return found.Errors;
        var grounds = command.Grounds.Trim();
        var service = found.Value;
        if (service.Appeal is not null)
            return EvaluationRefusals.AppealedAlready(command.Rating);
        var inTime = limits.IsWithin(DateOnly.FromDateTime(service.Rating!.RatedAt.DateTime), RemedyLimits.AppealDays, file.Act.At);
        if (inTime.IsError)
            return inTime.Errors;
        if (!inTime.Value)
            return EvaluationRefusals.AppealTooLate(command.Rating);

        file.Section<EvaluationSection>().Put(service, new RatingAppeal(grounds, file.Act.UserName, file.Act.At));
        file.Record(new RatingAppealed(service.Number, file.Act.Department, grounds));
        return new AppealState(command.Rating.ToString(), grounds, null);
    }
}
