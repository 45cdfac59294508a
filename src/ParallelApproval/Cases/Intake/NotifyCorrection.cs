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
/// 一次性告知 (补正告知): the window tells the applicant everything that is missing or wrong, once (行政许可法 art. 32(4)). Papers that are missing are
/// named by the system itself; the clerk adds what is wrong with the others. A second notice may name only papers handed in
/// since the first, unless a supervisor has granted an exception. From the notice on the days for the supplement run.
/// </summary>
[Authority("Tell the applicant once everything that is missing or wrong", Role.Clerk)]
public sealed record NotifyCorrection(CaseNumber Case, MaterialFault[] Faults);

/// <summary>一次性告知书: every fault, what is wrong and what is wanted.</summary>
/// <param name="AnswerDue">The last day for the supplement.</param>
public sealed record CorrectionNotice(string CaseNumber, CaseStatus Status, MaterialFault[] Faults, DateOnly AnswerDue);

internal sealed class NotifyCorrectionValidator : AbstractValidator<NotifyCorrection>
{
    public NotifyCorrectionValidator()
    {
        RuleFor(command => command.Faults).HasAtMost(TextLengths.List);
        RuleForEach(command => command.Faults).SetValidator(new MaterialFaultValidator());
    }
}

/// <inheritdoc cref="NotifyCorrection"/>
public sealed class NotifyCorrectionHandler(CaseActs acts, ClockRules clocks, SupplementLimit limit)
    : Handler<NotifyCorrection, CorrectionNotice>
{
    protected override Task<ErrorOr<CorrectionNotice>> CarryOutAsync(NotifyCorrection command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.NotifyCorrection, command.Case, act, file => Notify(file, command.Faults), cancellation, Contents.Everything);

    private ErrorOr<CorrectionNotice> Notify(CaseFile file, MaterialFault[] named)
    {
        var @case = file.Case;
        var faults = Complete(file.Materials, named);
        if (faults.IsError)
            return faults.Errors;
        if (faults.Value.Length == 0)
            return CaseRefusals.NothingToCorrect(@case);

        var usesException = false;
        var isSecond = @case.Status is CaseStatus.CorrectionRequested;
        foreach (var fault in faults.Value)
        {
            var material = file.Materials.First(material => material.Code == fault.MaterialCode);
            if (isSecond && material.Fault is null && material.Version == 1)
            {
                if (!@case.MayCorrectAgain)
                    return CaseRefusals.CorrectionOnlyOnce(material.Code);
                usesException = true;
            }

            file.Change(material, changed =>
            {
                changed.Fault = fault;
                if (changed.State is MaterialState.Supplied)
                    changed.State = MaterialState.Faulty;
            });
        }

        file.Move(CaseVerb.NotifyCorrection);
        @case.PapersCompleteAt = null;
        clocks.End(file, Clock.OfCase);
        if (usesException)
            @case.MayCorrectAgain = false;
        var due = limit.Begin(file);
        if (due.IsError)
            return due.Errors;
        file.Record(new CorrectionNotified(faults.Value, usesException, due.Value));
        return new CorrectionNotice(file.Number.ToString(), @case.Status, faults.Value, due.Value);
    }

    private static ErrorOr<MaterialFault[]> Complete(IReadOnlyList<CaseMaterial> checklist, MaterialFault[] named)
    {
        for (var i = 0; i < named.Length; i++)
            if (checklist.All(material => material.Code != named[i].MaterialCode || material.State is MaterialState.PassedInside))
                return CaseRefusals.FaultNotOnList(i, named[i].MaterialCode);
        var missing = checklist
            .Where(material => material.State is MaterialState.Missing && named.All(fault => fault.MaterialCode != material.Code))
            .Select(material => new MaterialFault(material.Code, "未提交", "请补交"));
        return named.Concat(missing).ToArray();
    }
}
