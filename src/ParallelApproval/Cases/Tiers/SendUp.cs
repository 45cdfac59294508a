using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 上报: the street or community sends a case up with its opinion; of a 代理件 it forwards the papers on the citizen's behalf. A contrary
/// opinion goes up as well: the decision is the upper tier's. At a station the clerk who received may send up, for nothing is granted by
/// it.
/// </summary>
[Authority("The street or community sends the case up with its opinion", Role.Clerk, Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record SendUp(CaseNumber Case, bool Agrees, string Opinion);

internal sealed class SendUpValidator : AbstractValidator<SendUp>
{
    public SendUpValidator() => RuleFor(command => command.Opinion).Given(BranchRefusals.OpinionMissing).IsOpinion();
}

/// <inheritdoc cref="SendUp"/>
public sealed class SendUpHandler(CaseActs acts, SigningRules words, DecideBranchHandler decision) : Handler<SendUp, Decided>
{
    protected override Task<ErrorOr<Decided>> CarryOutAsync(SendUp command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.SendUp, command.Case, Referral, act, (file, branch) => Send(file, branch, command), cancellation);

    private static ErrorOr<Branch> Referral(CaseFile file) =>
        file.Branches.FirstOrDefault(review =>
            review.Kind is BranchKind.Referral && review.Department == file.Act.Department && review.Status.IsOpen()
        )
            is { } branch
            ? branch
            : BranchRefusals.NothingToSendUp(file);

    private ErrorOr<Decided> Send(CaseFile file, Branch branch, SendUp command)
    {
        var task = new DecideBranch(
            branch.TaskOf(file.Number),
            command.Agrees ? Verdict.Approve : Verdict.Refuse,
            command.Opinion,
            command.Agrees ? null : command.Opinion
        );
        return words.MissingWords(file, branch, task) is { } unsaid
            ? unsaid
            : decision.Sign(file, branch, BranchVerb.SendUp, task, new(null, null));
    }
}
