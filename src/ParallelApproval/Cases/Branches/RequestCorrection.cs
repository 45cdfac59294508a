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
/// 受理后补正: one department finds a fault in the papers. Only its branch waits for the applicant; the others go on, and so does its legal
/// clock (行政许可法 art. 45 does not list corrections). What a lower tier has sent up may not be asked for again (art. 35), nor, a second time,
/// what was wrong from the first.
/// </summary>
[Authority("Ask for a paper; the other branches go on", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record RequestCorrection(TaskNumber Task, MaterialFault[] Faults);

/// <summary>What the applicant is told.</summary>
public sealed record CorrectionAsked(string Task, BranchStatus Status, MaterialFault[] Faults);

internal sealed class RequestCorrectionValidator : AbstractValidator<RequestCorrection>
{
    public RequestCorrectionValidator()
    {
        RuleFor(command => command.Faults)
            .Must(faults => faults is { Length: > 0 }, BranchRefusals.FaultsMissing)
            .HasAtMost(TextLengths.List);
        RuleForEach(command => command.Faults).SetValidator(new MaterialFaultValidator());
    }
}

/// <inheritdoc cref="RequestCorrection"/>
public sealed class RequestCorrectionHandler(CaseActs acts, CatalogueRegister catalogue, ClockRules clocks, WorkflowRunner runner)
    : Handler<RequestCorrection, CorrectionAsked>
{
    protected override Task<ErrorOr<CorrectionAsked>> CarryOutAsync(RequestCorrection command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(
            BranchVerb.RequestCorrection,
            command.Task,
            act,
            (file, branch) => Request(file, branch, command),
            cancellation,
            Contents.Everything
        );

    internal ErrorOr<CorrectionAsked> Request(CaseFile file, Branch branch, RequestCorrection command)
    {
        var usesException = false;
        for (var i = 0; i < command.Faults.Length; i++)
        {
            var fault = command.Faults[i];
            if (
                file.Materials.FirstOrDefault(paper => paper.Code == fault.MaterialCode)
                is not { State: not MaterialState.PassedInside } material
            )
                return CaseRefusals.FaultNotOnList(i, fault.MaterialCode);
            if (material.State is MaterialState.Supplied && Referrals.Below(file, branch) is not null)
                return BranchRefusals.SentByLowerTier(i, fault.MaterialCode);
            if (branch.Corrections > 0 && material is { Version: 1, Fault: null })
            {
                if (!file.Case.MayCorrectAgain)
                    return CaseRefusals.CorrectionOnlyOnce(material.Code);
                usesException = true;
            }

            file.Change(material, faulty => (faulty.State, faulty.Fault) = (MaterialState.Faulty, fault));
        }

        if (usesException)
            file.Case.MayCorrectAgain = false;
        file.Move(branch, BranchVerb.RequestCorrection);
        file.Change(branch, waiting => (waiting.Corrections, waiting.ReviewedBy) = (waiting.Corrections + 1, null));
        var limit = clocks.StartNext(file, branch.Number, ClockKind.Supplement, catalogue.ItemOf(file).SupplementDays, branch.Department);
        if (limit.IsError)
            return limit.Errors;
        file.Record(new BranchCorrectionRequested(branch.Number, branch.Round, command.Faults, limit.Value.DueOn));
        if (LeaveByPort(file, branch) is { IsError: true } stuck)
            return stuck.Errors;
        return new CorrectionAsked(command.Task.ToString(), branch.Status, command.Faults);
    }

    // A designer may draw what a correction means (a loop, a letter, a second look); where nothing is drawn, the branch waits where it
    // stands.
    private ErrorOr<Success> LeaveByPort(CaseFile file, Branch branch)
    {
        if (branch.Bookmark is not { } bookmark || !runner.IsConnected(file, bookmark, BranchOutcome.Correction))
            return Result.Success;
        file.Change(branch, left => left.Bookmark = null);
        return runner.CompleteAt(file, bookmark, BranchOutcome.Correction);
    }
}
