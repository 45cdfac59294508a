using ErrorOr;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>
/// 不予受理: the matter needs no permit or belongs to another body, which is named (行政许可法 art. 32(1), (2)). The paper carries the reason and the
/// remedies: reconsideration within 60 calendar days, suit within 6 months.
/// </summary>
/// <param name="CompetentBody">The body that is competent; null when no permit is needed at all.</param>
public sealed record DeclineCase(CaseNumber Case, string Reason, string? CompetentBody = null);

/// <summary>The case as it stands after the window declined it.</summary>
public sealed record Declined(string CaseNumber, CaseStatus Status, string Reason, string? CompetentBody);

/// <inheritdoc cref="DeclineCase"/>
public sealed class DeclineCaseHandler(CaseCabinet cabinet, ClockRules clocks, WorkflowRunner runner)
{
    public Task<ErrorOr<Declined>> HandleAsync(DeclineCase command, Act act, CancellationToken cancellation) =>
        cabinet.WorkOnAsync(command.Case, act, file => Decline(file, command), cancellation);

    private ErrorOr<Declined> Decline(CaseFile file, DeclineCase command)
    {
        var @case = file.Case;
        if (!@case.Status.IsBeforeAcceptance()) return CaseRefusals.WrongStatus(@case, "received");
        if (string.IsNullOrWhiteSpace(command.Reason)) return CaseRefusals.ReasonMissing();
        @case.Status = CaseStatus.Declined;
        @case.ClosedAt = file.Act.At;
        clocks.EndAll(file);
        file.Record(new CaseDeclined(command.Reason, command.CompetentBody));
        if (runner.Complete(file, IntakeActivity.TypeName, IntakeActivity.Declined) is { IsError: true } stuck) return stuck.Errors;
        return new Declined(file.Number.ToString(), @case.Status, command.Reason, command.CompetentBody);
    }
}
