using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 上报: the street or community sends a case up with its opinion; of a 代理件 it forwards the papers on the citizen's behalf. A contrary opinion goes up as well: the
/// decision is the upper tier's. At a station the clerk who received may send up, for nothing is granted by it.
/// </summary>
[Authority("The street or community sends the case up with its opinion", Role.Clerk, Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record SendUp(CaseNumber Case, bool Agrees, string Opinion);

internal sealed class SendUpValidator : AbstractValidator<SendUp>
{
    public SendUpValidator() =>
        RuleFor(command => command.Opinion).Given(BranchRefusals.OpinionMissing).IsOpinion();
}

/// <inheritdoc cref="SendUp"/>
public sealed class SendUpHandler(CaseStore store, SigningRules rules, DecideBranchHandler decision) : Handler<SendUp, Decided>
{
    protected override Task<ErrorOr<Decided>> CarryOutAsync(SendUp command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync(command.Case, act, file => Send(file, command), cancellation);

    private ErrorOr<Decided> Send(CaseFile file, SendUp command)
    {
        if (file.Branches.FirstOrDefault(review => review.Kind is BranchKind.Referral && review.Department == file.Act.Department && review.Status.IsOpen()) is not { } branch)
            return BranchRefusals.NothingToSendUp(file);
        if (branch.Holder is { } holder && holder != file.Act.UserName) return BranchRefusals.HeldBy(file, branch);
        if (TaskRules.MayTouch(file, branch) is { } kept) return kept;
        var task = new DecideBranch(branch.TaskOf(file.Number), command.Agrees ? Verdict.Approve : Verdict.Refuse, command.Opinion, command.Agrees ? null : command.Opinion);
        return rules.MaySign(file, branch, task) is { } refusal ? refusal : decision.Sign(file, branch, task, new(null, null));
    }
}
