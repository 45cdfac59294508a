using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Cases;

/// <summary>踏勘结论: a department that was there notes who went, whether the place passes, and what is wrong with it.</summary>
/// <param name="Officers">Names, two at least (行政许可法 art. 34).</param>
/// <param name="Defects">What is to be put right; empty when the place passes.</param>
public sealed record RecordSiteVisit(CaseNumber Case, int Branch, string[] Officers, bool Passes, string Text, string[] Defects);

/// <summary>Which departments have not noted theirs yet.</summary>
public sealed record RecordedVisit(string CaseNumber, int Round, int[] StillOpen);

/// <inheritdoc cref="RecordSiteVisit"/>
public sealed class RecordSiteVisitHandler(CaseStore store)
{
    private const int LeastOfficers = 2;

    public Task<ErrorOr<RecordedVisit>> HandleAsync(RecordSiteVisit command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync(command.Case, act, file => Record(file, command), cancellation, Contents.Everything);

    private static ErrorOr<RecordedVisit> Record(CaseFile file, RecordSiteVisit command)
    {
        if (file.SiteVisits.LastOrDefault() is not { ClosedAt: null } visit) return VisitRefusals.NoneOpen(file);
        if (!visit.Participants.Contains(command.Branch) || file.FindBranch(command.Branch) is not { } branch) return VisitRefusals.NoPart(file, command.Branch);
        if (branch.Department != file.Act.Department) return BranchRefusals.NotYours(file, branch);
        if (file.Act.At < visit.At) return VisitRefusals.NotYet(visit.At);
        if (visit.Conclusions.Any(known => known.Branch == branch.Number)) return VisitRefusals.RecordedAlready(file, branch.Number);
        var officers = command.Officers.Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => name.Trim()).Distinct().ToArray();
        if (officers.Length < LeastOfficers) return VisitRefusals.OfficersMissing(LeastOfficers);
        var defects = command.Defects.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text.Trim()).ToArray();
        if (string.IsNullOrWhiteSpace(command.Text) || (!command.Passes && defects.Length == 0)) return BranchRefusals.FindingsMissing();
        var conclusion = new VisitConclusion(branch.Number, officers, command.Passes, command.Text.Trim(), defects);
        visit = file.Section<VisitSection>().Put(visit with { Conclusions = [.. visit.Conclusions, conclusion] });
        file.Record(new SiteVisitRecorded(visit.Round, branch.Number, officers, command.Passes, defects));
        return new RecordedVisit(file.Number.ToString(), visit.Round, [.. visit.Participants.Except(visit.Conclusions.Select(known => known.Branch))]);
    }
}
