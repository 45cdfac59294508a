using ErrorOr;
using FluentValidation;
using ParallelApproval.Cases;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Workflows;

namespace ParallelApproval.Certificates;

/// <summary>
/// 送达: the window hands the results over against a signature (送达回证). An applicant who collects while he is still asked about a refusal
/// takes what the other branches grant.
/// </summary>
/// <param name="Receiver">Who signed for them; null for the applicant himself.</param>
/// <param name="Way">Null for the way that the applicant chose.</param>
[Authority("Hand the results out", Role.Clerk)]
public sealed record DeliverCase(CaseNumber Case, string? Receiver = null, DeliveryWay? Way = null);

/// <summary>Where the case stands, and what was handed over.</summary>
public sealed record DeliveredCase(string CaseNumber, CaseStatus Status, string[] Certificates);

internal sealed class DeliverCaseValidator : AbstractValidator<DeliverCase>
{
    public DeliverCaseValidator() => RuleFor(command => command.Receiver).IsName();
}

/// <inheritdoc cref="DeliverCase"/>
public sealed class DeliverCaseHandler(CaseActs acts, BranchCourse course, CaseEnding ending, WorkflowRunner runner)
    : Handler<DeliverCase, DeliveredCase>
{
    protected override Task<ErrorOr<DeliveredCase>> CarryOutAsync(DeliverCase command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.DeliverCase, command.Case, act, file => Deliver(file, command), cancellation, Contents.Everything);

    internal ErrorOr<DeliveredCase> Deliver(CaseFile file, DeliverCase command)
    {
        var @case = file.Case;
        foreach (var refused in file.Branches.Where(branch => branch is { Status: BranchStatus.Refused, AsksApplicant: true }).ToList())
        {
            file.Record(new ApplicantAnswered(refused.Number, RefusalAnswer.GoOn));
            if (course.TakeTheRest(file, refused) is { IsError: true } stuck)
                return stuck.Errors;
        }

        if (@case.Status is CaseStatus.Decided)
        {
            if (!IsAtItsEnd(file))
                return NotReady(@case);
            ending.MakeResults(file);
            file.Move(CaseVerb.DeliverCase);
            file.Record(new CaseDelivered(command.Way ?? @case.Delivery, command.Receiver ?? @case.ApplicantName));
            if (runner.Complete(file, DeliverActivity.TypeName, DeliverActivity.Delivered) is { IsError: true } open)
                return open.Errors;
            if (course.Finish(file) is { IsError: true } unfinished)
                return unfinished.Errors;
        }

        return new DeliveredCase(file.Number.ToString(), @case.Status, [.. file.Certificates.Select(certificate => certificate.Number)]);
    }

    /// <summary>Whether the flow waits for nothing else before what was decided is handed over.</summary>
    internal bool IsAtItsEnd(CaseFile file) =>
        runner.WaitingAt(file, DeliverActivity.TypeName) is not null
        || runner.WaitingAt(file, FinishActivity.TypeName) is not null
        || runner.IsOver(file);

    private static Error NotReady(Case @case) => Refusal.Conflict(RefusalCode.DeliveryNotReady, ("case", @case.Number));
}
