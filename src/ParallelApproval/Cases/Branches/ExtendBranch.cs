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
/// 延期: the legal limit of a branch gets longer, once, by at most ten working days, before it has passed, with a reason that the applicant
/// is told (行政许可法 art. 42). What the centre has promised stays as it is.
/// </summary>
/// <param name="Days">1 to 10 working days.</param>
[Authority("Extend the limit, once, before it ends", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record ExtendBranch(TaskNumber Task, int Days, string Reason);

internal sealed class ExtendBranchValidator : AbstractValidator<ExtendBranch>
{
    private const int MostDays = 10;

    public ExtendBranchValidator()
    {
        RuleFor(command => command.Days)
            .Refuses((days, _) => days is < 1 or > MostDays ? BranchRefusals.ExtensionOutOfRange(days, MostDays) : null);
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
    }
}

/// <inheritdoc cref="ExtendBranch"/>
public sealed class ExtendBranchHandler(CaseActs acts, ClockRules clocks) : Handler<ExtendBranch, BranchClocks>
{
    protected override Task<ErrorOr<BranchClocks>> CarryOutAsync(ExtendBranch command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.ExtendBranch, command.Task, act, (file, branch) => Extend(file, branch, command), cancellation);

    private ErrorOr<BranchClocks> Extend(CaseFile file, Branch branch, ExtendBranch command)
    {
        var legal = file.ClocksOf(branch.Number).First(clock => clock.Kind is ClockKind.Legal);
        if (clocks.Extend(file, legal, command.Days, command.Reason.Trim()) is { IsError: true } noCalendar)
            return noCalendar.Errors;
        file.Record(new BranchExtended(branch.Number, command.Days, command.Reason.Trim()));
        return BranchClocksOf.Task(file, command.Task, branch);
    }
}
