using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>
/// 办件延期: the legal limit of the whole case gets longer, once and before it has passed: a joint case by at most fifteen working days, by leave of the head of
/// the government at that level (行政许可法 art. 42(2)), any other by at most ten. The applicant is told the reason. No branch gets longer by it, nor what was promised.
/// </summary>
/// <param name="ApprovedBy">Who gave leave, as the paper names him.</param>
public sealed record ExtendCase(CaseNumber Case, int Days, string Reason, string ApprovedBy);

/// <summary>What is due after the extension.</summary>
public sealed record CaseExtension(string CaseNumber, DateOnly LegalDue);

/// <inheritdoc cref="ExtendCase"/>
public sealed class ExtendCaseHandler(CaseActs acts, CatalogueRegister catalogue, ClockRules clocks)
{
    private const int MostDaysJoint = 15;
    private const int MostDays = 10;

    public Task<ErrorOr<CaseExtension>> HandleAsync(ExtendCase command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.ExtendCase, command.Case, act, file => Extend(file, command), cancellation);

    private ErrorOr<CaseExtension> Extend(CaseFile file, ExtendCase command)
    {
        var most = catalogue.ItemOf(file).IsJoint ? MostDaysJoint : MostDays;
        if (command.Days < 1 || command.Days > most)
            return Refusal.Input("days", "extension_out_of_range", "Expected 1 to {most} working days (行政许可法 art. 42), but {days} were asked for.", ("most", most), ("days", command.Days));
        if (string.IsNullOrWhiteSpace(command.Reason)) return CaseRefusals.ReasonMissing();
        if (string.IsNullOrWhiteSpace(command.ApprovedBy))
            return Refusal.Input("approvedBy", "extension_leave_missing", "Expected who gave leave for the extension (行政许可法 art. 42), but nobody is named.");
        var legal = file.ClocksOf(Clock.OfCase).First(clock => clock.Kind is ClockKind.Legal);
        if (clocks.Extend(file, legal, command.Days, command.Reason.Trim()) is { IsError: true } noCalendar) return noCalendar.Errors;
        file.Record(new CaseExtended(command.Days, command.Reason.Trim(), command.ApprovedBy.Trim(), legal.DueOn));
        return new CaseExtension(file.Number.ToString(), legal.DueOn);
    }
}
