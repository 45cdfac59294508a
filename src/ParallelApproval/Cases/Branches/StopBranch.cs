using ErrorOr;
using FluentValidation;
using ParallelApproval.Calendars;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 特别程序: time is not counted while something runs that the law names (行政许可法 art. 45: 听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审), from the day the notice
/// with the days needed is in the applicant's hands. Other grounds stop the promised clock only. A limit that has passed is not touched:
/// time is left out of a limit that runs. Who waits for this branch's result is promised it as many days later.
/// </summary>
/// <param name="PlannedDays">Working days, as told in the notice. After them the clock runs again, whether the procedure has ended or
/// not.</param>
[Authority("Stop the branch's clock on a lawful ground", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record StopBranch(TaskNumber Task, StopGround Ground, int PlannedDays, bool NoticeDelivered);

/// <summary>What is due when the stop ends as planned.</summary>
public sealed record BranchClocks(string Task, BranchStatus Status, DateOnly? PromisedDue, DateOnly? LegalDue);

internal sealed class StopBranchValidator : AbstractValidator<StopBranch>
{
    private const int MostDays = 250;

    public StopBranchValidator()
    {
        RuleFor(command => command.PlannedDays)
            .Refuses((days, _) => days is < 1 or > MostDays ? BranchRefusals.PlannedDaysOutOfRange(days) : null);
        RuleFor(command => command.NoticeDelivered).Must(delivered => delivered, BranchRefusals.NoticeNotDelivered);
    }
}

/// <inheritdoc cref="StopBranch"/>
public sealed class StopBranchHandler(CaseActs acts, ClockRules clocks, CaseStandstill standstill) : Handler<StopBranch, BranchClocks>
{
    protected override Task<ErrorOr<BranchClocks>> CarryOutAsync(StopBranch command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.StopBranch, command.Task, act, (file, branch) => Stop(file, branch, command), cancellation);

    internal ErrorOr<BranchClocks> Stop(CaseFile file, Branch branch, StopBranch command)
    {
        var meant = file.ClocksOf(branch.Number)
            .Where(clock => clock.Kind is ClockKind.Promised || (clock.Kind is ClockKind.Legal && command.Ground.StopsLegalClock()))
            .ToList();
        if (meant.TrueForAll(clock => clock.IsLateAt(file.Act.At)))
            return BranchRefusals.StopTooLate(file, branch, meant.Select(clock => clock.DueOn).DefaultIfEmpty(file.Act.Today).Max());
        foreach (var clock in meant)
            if (clocks.Stop(file, clock, command.Ground, command.PlannedDays) is { IsError: true } noCalendar)
                return noCalendar.Errors;

        file.Move(branch, BranchVerb.StopBranch);
        if (standstill.Follow(file) is { IsError: true } unknown)
            return unknown.Errors;
        file.Record(new BranchStopped(branch.Number, command.Ground.ToString(), command.PlannedDays));
        return BranchClocksOf.Task(file, command.Task, branch);
    }
}

/// <summary>What the verbs that touch the clocks of a branch answer.</summary>
internal static class BranchClocksOf
{
    public static BranchClocks Task(CaseFile file, TaskNumber task, Branch branch) =>
        new(
            task.ToString(),
            branch.Status,
            file.LatestClock(branch.Number, ClockKind.Promised)?.DueOn,
            file.LatestClock(branch.Number, ClockKind.Legal)?.DueOn
        );
}
