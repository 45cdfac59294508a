using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 告知承诺核查: two officers check whether what the applicant promised is so. If not, he is ordered to put it right within the days of the item;
/// found wrong a second time, the grant is revoked.
/// </summary>
/// <param name="Inspectors">Names of the officers who went, two at least (行政许可法 art. 34).</param>
[Authority("Note whether the promise is kept: met, to be put right, or revoked", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record RecordFollowUp(CaseNumber Case, bool IsMet, string Findings, string[] Inspectors);

/// <summary>Where the case stands after the check.</summary>
/// <param name="FixBy">The last day to put right what was found; null when there is nothing, or when it is too late.</param>
public sealed record FollowUp(string CaseNumber, CaseStatus Status, bool IsMet, DateOnly? FixBy);

internal sealed class RecordFollowUpValidator : AbstractValidator<RecordFollowUp>
{
    private const int LeastInspectors = 2;

    public RecordFollowUpValidator()
    {
        RuleFor(command => command.Inspectors)
            .Must(AreEnough, () => BranchRefusals.InspectorsMissing(LeastInspectors))
            .HasAtMost(TextLengths.List);
        RuleForEach(command => command.Inspectors).IsName();
        RuleFor(command => command.Findings).Given(BranchRefusals.FindingsMissing).IsOpinion();
    }

    private static bool AreEnough(string[]? inspectors) =>
        inspectors?.Where(name => !string.IsNullOrWhiteSpace(name)).Distinct().Count() >= LeastInspectors;
}

/// <inheritdoc cref="RecordFollowUp"/>
public sealed class RecordFollowUpHandler(CaseActs acts, CatalogueRegister catalogue, ClockRules clocks) : Handler<RecordFollowUp, FollowUp>
{
    protected override Task<ErrorOr<FollowUp>> CarryOutAsync(RecordFollowUp command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.RecordFollowUp, command.Case, act, file => Record(file, command), cancellation);

    private ErrorOr<FollowUp> Record(CaseFile file, RecordFollowUp command)
    {
        var check = file.ClocksOf(Clock.OfCase).First(clock => clock.Kind is ClockKind.FollowUp);
        clocks.End(file, Clock.OfCase, ClockKind.FollowUp);
        var fixBy = command.IsMet || check.Round > 1 ? null : Fix(file);
        if (fixBy is { IsError: true } noCalendar)
            return noCalendar.Errors;
        file.Record(new FollowUpChecked(command.IsMet, command.Findings.Trim(), command.Inspectors, fixBy?.Value));
        if (!command.IsMet && fixBy is null)
            Revoke(file, command.Findings.Trim());
        return new FollowUp(file.Number.ToString(), file.Case.Status, command.IsMet, fixBy?.Value);
    }

    private ErrorOr<DateOnly>? Fix(CaseFile file)
    {
        var item = catalogue.ItemOf(file);
        var limit = clocks.StartNext(file, Clock.OfCase, ClockKind.FollowUp, item.Commitment?.FixDays ?? 0, item.LeadDepartmentCode);
        return limit.IsError ? limit.Errors : limit.Value.DueOn;
    }

    private static void Revoke(CaseFile file, string findings)
    {
        file.Move(CaseVerb.RevokeGrant);
        file.Record(new GrantRevoked(findings));
    }
}
