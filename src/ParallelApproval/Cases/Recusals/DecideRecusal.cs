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
/// 回避决定: the head decides whether the officer withdraws, and who takes the task over. The clocks of the branch do not start anew.
/// </summary>
/// <param name="To">Account of the approver who takes it over; null for the department's pool.</param>
[Authority("Decide whether he withdraws, and who takes over", Role.Manager, InDistrictOnly = true)]
public sealed record DecideRecusal(CaseNumber Case, int Branch, bool Withdraws, string Reason, string? To = null);

/// <summary>Who holds the task after it.</summary>
public sealed record RecusalAnswer(string CaseNumber, int Branch, string Officer, bool Withdraws, string? Holder);

internal sealed class DecideRecusalValidator : AbstractValidator<DecideRecusal>
{
    public DecideRecusalValidator()
    {
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
        RuleFor(command => command.To).IsCode();
    }
}

/// <inheritdoc cref="DecideRecusal"/>
public sealed class DecideRecusalHandler(CaseActs acts, TaskTakers takers, ClockRules clocks) : Handler<DecideRecusal, RecusalAnswer>
{
    protected override Task<ErrorOr<RecusalAnswer>> CarryOutAsync(DecideRecusal command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(
            BranchVerb.DecideRecusal,
            command.Case,
            file => Find(file, command),
            act,
            (file, branch) => Decide(file, branch, command),
            cancellation
        );

    private static ErrorOr<Branch> Find(CaseFile file, DecideRecusal command) =>
        file.FindBranch(command.Branch) is { } branch ? branch : BranchRefusals.NoRecusalAsked(file, command.Branch);

    private ErrorOr<RecusalAnswer> Decide(CaseFile file, Branch branch, DecideRecusal command)
    {
        var officer = branch.RecusalOf!;
        if (command.To is { } to && takers.Refusal(file, branch, to) is { } refusal)
            return refusal;
        clocks.End(file, branch.Number, ClockKind.Recusal);
        file.Change(branch, decided =>
        {
            decided.RecusalOf = null;
            if (!command.Withdraws)
                return;
            decided.Excluded = [.. decided.Excluded, officer];
            if (decided.ReviewedBy == officer)
                decided.ReviewedBy = null;
            if (decided.Holder == officer || command.To is not null)
                decided.HandTo(command.To, file.Act.At);
        });
        file.Record(new RecusalDecided(branch.Number, officer, command.Withdraws, command.Reason.Trim(), branch.Holder));
        return new RecusalAnswer(file.Number.ToString(), branch.Number, officer, command.Withdraws, branch.Holder);
    }
}
