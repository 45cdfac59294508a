using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 申请人选择: told that one department refuses, the applicant takes what the others grant, or puts the papers right and applies again for that
/// branch within the same case: papers are kept, the branch and those it blocked get new clocks.
/// </summary>
[Authority("Told of a refusal, the applicant goes on with the rest or applies again for the branch", Role.Clerk)]
public sealed record AnswerRefusal(CaseNumber Case, int Branch, RefusalAnswer Answer);

/// <summary>Where branch and case stand after the answer.</summary>
public sealed record Answered(string CaseNumber, CaseStatus Status, int Branch, BranchStatus BranchStatus);

/// <inheritdoc cref="AnswerRefusal"/>
public sealed class AnswerRefusalHandler(CaseActs acts, BranchCourse course) : Handler<AnswerRefusal, Answered>
{
    protected override Task<ErrorOr<Answered>> CarryOutAsync(AnswerRefusal command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(
            BranchVerb.AnswerRefusal,
            command.Case,
            file => Refused(file, command),
            act,
            (file, refused) => Answer(file, refused, command),
            cancellation
        );

    private static ErrorOr<Branch> Refused(CaseFile file, AnswerRefusal command) =>
        file.FindBranch(command.Branch) is { } branch ? branch : BranchRefusals.NothingAsked(file);

    private ErrorOr<Answered> Answer(CaseFile file, Branch refused, AnswerRefusal command)
    {
        file.Record(new ApplicantAnswered(refused.Number, command.Answer));
        var done = command.Answer is RefusalAnswer.Reapply ? course.Reapply(file, refused) : course.TakeTheRest(file, refused);
        if (done.IsError)
            return done.Errors;
        return new Answered(file.Number.ToString(), file.Case.Status, refused.Number, refused.Status);
    }
}
