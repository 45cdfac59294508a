using ErrorOr;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>
/// 延期: the legal limit of a branch gets longer, once, by at most ten working days, before it has passed, with a reason that the applicant is told
/// (行政许可法 art. 42). What the centre has promised stays as it is.
/// </summary>
/// <param name="Days">1 to 10 working days.</param>
public sealed record ExtendBranch(TaskNumber Task, int Days, string Reason);

/// <inheritdoc cref="ExtendBranch"/>
public sealed class ExtendBranchHandler(CaseActs acts, ClockRules clocks)
{
    private const int MostDays = 10;

    public Task<ErrorOr<BranchClocks>> HandleAsync(ExtendBranch command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.ExtendBranch, command.Task, act, (file, branch) => Extend(file, branch, command), cancellation);

    private ErrorOr<BranchClocks> Extend(CaseFile file, Branch branch, ExtendBranch command)
    {
        if (command.Days is < 1 or > MostDays) return BranchRefusals.ExtensionOutOfRange(command.Days, MostDays);
        if (string.IsNullOrWhiteSpace(command.Reason)) return Cases.CaseRefusals.ReasonMissing();
        var legal = file.ClocksOf(branch.Number).First(clock => clock.Kind is ClockKind.Legal);
        if (clocks.Extend(file, legal, command.Days, command.Reason.Trim()) is { IsError: true } noCalendar) return noCalendar.Errors;
        file.Record(new BranchExtended(branch.Number, command.Days, command.Reason.Trim()));
        return BranchClocksOf.Task(file, command.Task, branch);
    }
}
