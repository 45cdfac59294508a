using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>踏勘结论: a department that was there notes who went, whether the place passes, and what is wrong with it.</summary>
/// <param name="Officers">Names, two at least (行政许可法 art. 34).</param>
/// <param name="Defects">What is to be put right; empty when the place passes.</param>
[Authority("A department notes its conclusion", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record RecordSiteVisit(CaseNumber Case, int Branch, string[] Officers, bool Passes, string Text, string[] Defects);

/// <summary>Which departments have not noted theirs yet.</summary>
public sealed record RecordedVisit(string CaseNumber, int Round, int[] StillOpen);

internal sealed class RecordSiteVisitValidator : AbstractValidator<RecordSiteVisit>
{
    private const int LeastOfficers = 2;

    public RecordSiteVisitValidator()
    {
        RuleFor(command => command.Officers)
            .Must(AreEnough, () => VisitRefusals.OfficersMissing(LeastOfficers))
            .HasAtMost(TextLengths.List);
        RuleForEach(command => command.Officers).IsName();
        RuleFor(command => command.Text).Given(BranchRefusals.FindingsMissing).IsOpinion();
        RuleFor(command => command.Defects)
            .Must(HaveWords, BranchRefusals.FindingsMissing)
            .When(command => !command.Passes && !string.IsNullOrWhiteSpace(command.Text));
        RuleFor(command => command.Defects).HasAtMost(TextLengths.List);
        RuleForEach(command => command.Defects).IsOpinion();
    }

    private static bool AreEnough(string[]? names) =>
        names?.Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => name.Trim()).Distinct().Count() >= LeastOfficers;

    private static bool HaveWords(string[]? texts) => texts?.Any(text => !string.IsNullOrWhiteSpace(text)) is true;
}

/// <inheritdoc cref="RecordSiteVisit"/>
public sealed class RecordSiteVisitHandler(CaseActs acts) : Handler<RecordSiteVisit, RecordedVisit>
{
    protected override Task<ErrorOr<RecordedVisit>> CarryOutAsync(RecordSiteVisit command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(
            BranchVerb.RecordSiteVisit,
            command.Case,
            file => Find(file, command),
            act,
            (file, branch) => Record(file, branch, command),
            cancellation,
            Contents.Everything
        );

    private static ErrorOr<Branch> Find(CaseFile file, RecordSiteVisit command) =>
        file.FindBranch(command.Branch) is { } branch ? branch : VisitRefusals.NoPart(file, command.Branch);

    private static ErrorOr<RecordedVisit> Record(CaseFile file, Branch branch, RecordSiteVisit command)
    {
        var visit = file.SiteVisits[^1];
        if (!visit.Participants.Contains(command.Branch))
            return VisitRefusals.NoPart(file, command.Branch);
        if (file.Act.At < visit.At)
            return VisitRefusals.NotYet(visit.At);
        if (visit.Conclusions.Any(known => known.Branch == branch.Number))
            return VisitRefusals.RecordedAlready(file, branch.Number);
        var officers = command.Officers.Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => name.Trim()).Distinct().ToArray();
        var defects = command.Defects.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text.Trim()).ToArray();
        var conclusion = new VisitConclusion(branch.Number, officers, command.Passes, command.Text.Trim(), defects);
        visit = file.Section<VisitSection>().Put(visit with { Conclusions = [.. visit.Conclusions, conclusion] });
        file.Record(new SiteVisitRecorded(visit.Round, branch.Number, officers, command.Passes, defects));
        return new RecordedVisit(
            file.Number.ToString(),
            visit.Round,
            [.. visit.Participants.Except(visit.Conclusions.Select(known => known.Branch))]
        );
    }
}
