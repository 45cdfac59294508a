using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 撤回: the applicant withdraws in writing, the whole case or single branches, until they are decided. What has been granted stays granted;
/// papers go back against the receipt.
/// </summary>
/// <param name="Branches">Null for the whole case.</param>
[Authority("The applicant withdraws", Role.Clerk)]
public sealed record WithdrawCase(CaseNumber Case, string? Reason = null, int[]? Branches = null);

/// <summary>Which branches were withdrawn, and where the case stands.</summary>
public sealed record Withdrawn(string CaseNumber, CaseStatus Status, int[] Branches);

internal sealed class WithdrawCaseValidator : AbstractValidator<WithdrawCase>
{
    public WithdrawCaseValidator()
    {
        RuleFor(command => command.Reason).IsOpinion();
        RuleFor(command => command.Branches).HasAtMost(TextLengths.List);
    }
}

/// <inheritdoc cref="WithdrawCase"/>
public sealed class WithdrawCaseHandler(
    CaseActs acts,
    BranchCourse course,
    BranchLifecycle lifecycle,
    ClockRules clocks,
    WorkflowRunner runner
) : Handler<WithdrawCase, Withdrawn>
{
    protected override Task<ErrorOr<Withdrawn>> CarryOutAsync(WithdrawCase command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.WithdrawCase, command.Case, act, file => Withdraw(file, command), cancellation);

    internal ErrorOr<Withdrawn> Withdraw(CaseFile file, WithdrawCase command)
    {
        var @case = file.Case;
        foreach (var number in command.Branches ?? [])
            if (file.FindBranch(number) is not { } branch)
                return CaseRefusals.UnknownBranch(number, @case.ItemCode);
            else if (branch.Status is BranchStatus.Withdrawn)
                return BranchRefusals.Withdrawn(file, branch);
            else if (branch.Status.IsSettled())
                return BranchRefusals.AlreadyDecided(file, branch);

        var leaving = file
            .Branches.Where(branch => !branch.Status.IsSettled() && (command.Branches?.Contains(branch.Number) ?? true))
            .ToList();
        // The review of a lower tier decides nothing: with the last branch that is decided, the whole case is withdrawn.
        var isWhole = file.Branches.All(branch =>
            branch.Kind is BranchKind.Referral
            || leaving.Contains(branch)
            || branch.Status is BranchStatus.Withdrawn or BranchStatus.AcceptanceRevoked
        );
        return isWhole ? WithdrawWhole(file, command, leaving) : WithdrawPart(file, leaving);
    }

    private ErrorOr<Withdrawn> WithdrawWhole(CaseFile file, WithdrawCase command, List<Branch> leaving)
    {
        if (runner.Complete(file, IntakeActivity.TypeName, IntakeActivity.Withdrawn) is { IsError: true } stuck)
            return stuck.Errors;
        if (runner.Cancel(file, command.Reason ?? "撤回") is { IsError: true } unstoppable)
            return unstoppable.Errors;
        foreach (var branch in file.Branches.ToList())
            lifecycle.Leave(file, branch);
        clocks.EndAll(file);
        file.Move(CaseVerb.WithdrawCase);
        file.Record(new CaseWithdrawn(command.Reason));
        return Answer(file, leaving);
    }

    private ErrorOr<Withdrawn> WithdrawPart(CaseFile file, List<Branch> leaving)
    {
        foreach (var branch in leaving)
        {
            if (branch.Status.IsSettled())
                continue;
            file.Record(new BranchWithdrawn(branch.Number));
            if (course.Settle(file, branch, BranchVerb.WithdrawBranch, BranchStatus.Withdrawn) is { IsError: true } stuck)
                return stuck.Errors;
        }

        return Answer(file, leaving);
    }

    private static Withdrawn Answer(CaseFile file, List<Branch> left) =>
        new(file.Number.ToString(), file.Case.Status, [.. left.Select(branch => branch.Number)]);
}
