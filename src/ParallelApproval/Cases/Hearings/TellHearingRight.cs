using ErrorOr;
using FluentValidation;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 听证权利告知: before it decides, the department tells the applicant and those whose interests are at stake that they may ask for a hearing
/// within five working days (行政许可法 art. 47); where the public is concerned, by public notice (art. 46). Until they have passed, or the
/// hearing is recorded, nothing is decided on the branch. The clocks run on.
/// </summary>
/// <param name="Subject">What is to be heard.</param>
/// <param name="ByPublicNotice">公告: told to the public, too.</param>
/// <param name="NoticeDelivered">Those concerned have it in hand; the days are counted from then.</param>
[Authority("Tell that a hearing may be asked for within five working days", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record TellHearingRight(TaskNumber Task, string Subject, bool ByPublicNotice, bool NoticeDelivered);

/// <summary>Until when a hearing may be asked for.</summary>
public sealed record ToldHearingRight(string Task, int Round, DateOnly Due);

internal sealed class TellHearingRightValidator : AbstractValidator<TellHearingRight>
{
    public TellHearingRightValidator()
    {
        RuleFor(command => command.Subject).Given(HearingRefusals.SubjectMissing).IsOpinion();
        RuleFor(command => command.NoticeDelivered).Must(delivered => delivered, HearingRefusals.NoticeNotDelivered);
    }
}

/// <inheritdoc cref="TellHearingRight"/>
public sealed class TellHearingRightHandler(CaseActs acts, ClockRules clocks) : Handler<TellHearingRight, ToldHearingRight>
{
    protected override Task<ErrorOr<ToldHearingRight>> CarryOutAsync(TellHearingRight command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.TellHearingRight, command.Task, act, (file, branch) => Tell(file, branch, command), cancellation);

    private ErrorOr<ToldHearingRight> Tell(CaseFile file, Branch branch, TellHearingRight command)
    {
        var days = clocks.StartNext(file, branch.Number, ClockKind.HearingRequest, HearingRules.DaysToAsk, branch.Department);
        if (days.IsError)
            return days.Errors;
        var hearing = file.Section<HearingSection>()
            .Put(
                new Hearing
                {
                    Branch = branch.Number,
                    Round = file.Hearings.Count(known => known.Branch == branch.Number) + 1,
                    Subject = command.Subject.Trim(),
                    ToldAt = file.Act.At,
                    IsByPublicNotice = command.ByPublicNotice,
                }
            );
        file.Record(new HearingRightTold(branch.Number, hearing.Subject, hearing.IsByPublicNotice, days.Value.DueOn));
        return new ToldHearingRight(command.Task.ToString(), hearing.Round, days.Value.DueOn);
    }
}
