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
/// 听证笔录: the record of the hearing, read and signed by those who took part; the decision follows from it (行政许可法 art. 48). From the next
/// day on the branch's clocks run again. Not before the hearing has begun.
/// </summary>
/// <param name="Signatures">Names of those who signed, two at least.</param>
/// <param name="IsGivenUp">Who had asked for the hearing did not come, and gave it up by that.</param>
[Authority("Put the signed record of the hearing on file; the clocks run again", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record RecordHearing(TaskNumber Task, string Minutes, string[] Signatures, bool IsGivenUp = false);

/// <summary>What is due after it.</summary>
public sealed record RecordedHearing(string Task, int Round, BranchClocks Clocks);

internal sealed class RecordHearingValidator : AbstractValidator<RecordHearing>
{
    private const int LeastSignatures = 2;

    public RecordHearingValidator()
    {
        RuleFor(command => command.Minutes).Given(HearingRefusals.MinutesMissing).IsNote();
        RuleFor(command => command.Signatures)
            .Must(names => names.AreEnough(LeastSignatures), () => HearingRefusals.SignaturesMissing(LeastSignatures))
            .HasAtMost(TextLengths.List);
        RuleForEach(command => command.Signatures).IsName();
    }
}

/// <inheritdoc cref="RecordHearing"/>
public sealed class RecordHearingHandler(CaseActs acts, ClockRules clocks, CaseStandstill standstill)
    : Handler<RecordHearing, RecordedHearing>
{
    protected override Task<ErrorOr<RecordedHearing>> CarryOutAsync(RecordHearing command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(BranchVerb.RecordHearing, command.Task, act, (file, branch) => Record(file, branch, command), cancellation);

    private ErrorOr<RecordedHearing> Record(CaseFile file, Branch branch, RecordHearing command)
    {
        var called = file.HearingOf(branch)!;
        if (file.Act.At < called.At)
            return HearingRefusals.NotYet(called.At!.Value);
        var signatures = command.Signatures.Names();
        var recorded = file.Section<HearingSection>()
            .Put(
                called with
                {
                    RecordedAt = file.Act.At,
                    Minutes = command.Minutes.Trim(),
                    Signatures = signatures,
                    IsGivenUp = command.IsGivenUp,
                }
            );
        clocks.End(file, branch.Number, ClockKind.Hearing);
        if (RunAgain(file, branch) is { IsError: true } noCalendar)
            return noCalendar.Errors;
        file.Record(new HearingRecorded(branch.Number, called.At!.Value, recorded.Minutes!, signatures, command.IsGivenUp));
        return new RecordedHearing(command.Task.ToString(), recorded.Round, BranchClocksOf.Task(file, command.Task, branch));
    }

    // The planned days may have passed and the clocks run again by themselves; or the branch stands still on another ground by now.
    private ErrorOr<Success> RunAgain(CaseFile file, Branch branch)
    {
        var leftOut = 0;
        foreach (var clock in file.ClocksOf(branch.Number).Where(clock => clock.OpenStop?.Ground == nameof(StopGround.Hearing)))
        {
            var resumed = clocks.Resume(file, clock);
            if (resumed.IsError)
                return resumed.Errors;
            leftOut = Math.Max(leftOut, resumed.Value);
        }

        if (branch.Status is not BranchStatus.Stopped || file.ClocksOf(branch.Number).Any(clock => clock.OpenStop is not null))
            return Result.Success;
        file.Move(branch, BranchVerb.RecordHearing, BranchLifecycle.AfterStop(file, branch));
        file.Record(new BranchResumed(branch.Number, leftOut));
        return standstill.Follow(file);
    }
}
