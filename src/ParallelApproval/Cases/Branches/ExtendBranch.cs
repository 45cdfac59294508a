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
/// 延期: the legal limit of a branch gets longer, once, by at most ten working days, before it has passed, with a reason that the applicant is told
/// (行政许可法 art. 42). What the centre has promised stays as it is.
/// </summary>
/// <param name="Days">1 to 10 working days.</param>
[Authority("Extend the limit, once, before it ends", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record ExtendBranch(TaskNumber Task, int Days, string Reason);

internal sealed class ExtendBranchValidator : AbstractValidator<ExtendBranch>
{
    private const int MostDays = 10;

    public ExtendBranchValidator()
    {
        RuleFor(command => command.Days).Refuses((days, _) => days is < 1 or > MostDays ? BranchRefusals.ExtensionOutOfRange(days, MostDays) : null);
        RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
    }
}

/// <inheritdoc cref="ExtendBranch"/>
public sealed class ExtendBranchHandler(CaseStore store, ClockRules clocks, OfficerRegister officers) : Handler<ExtendBranch, BranchClocks>
{
    protected override Task<ErrorOr<BranchClocks>> CarryOutAsync(ExtendBranch command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync(command.Task.Case, act, file => Extend(file, command), cancellation);

    private ErrorOr<BranchClocks> Extend(CaseFile file, ExtendBranch command)
    {
        var taken = TaskRules.TakeUp(file, command.Task, officers);
        if (taken.IsError) return taken.Errors;
        var branch = taken.Value;
        if (file.ClocksOf(branch.Number).FirstOrDefault(clock => clock.Kind is ClockKind.Legal) is not { } legal) return BranchRefusals.ClockNotRunning(file, branch);
        if (legal.ExtendedDays > 0) return BranchRefusals.ExtendedAlready(file, branch);
        if (file.Act.Today > legal.DueOn) return BranchRefusals.ExtensionTooLate(file, branch, legal.DueOn);

        if (clocks.Extend(file, legal, command.Days, command.Reason.Trim()) is { IsError: true } noCalendar) return noCalendar.Errors;
        file.Record(new BranchExtended(branch.Number, command.Days, command.Reason.Trim()));
        return BranchClocksOf.Task(file, command.Task, branch);
    }
}
