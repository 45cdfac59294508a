using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 踏勘汇总: the lead closes the record and gives the applicant one list of defects. For a department that did not come holds the rule of the
/// item; it may not ask for another visit.
/// </summary>
[Authority("The lead closes the record: one list of defects", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record CloseSiteVisit(CaseNumber Case);

/// <summary>The one list of defects, and who did not come.</summary>
public sealed record ClosedVisit(string CaseNumber, int Round, IReadOnlyList<VisitDefect> Defects, int[] Absent, bool MayCallAgain);

/// <inheritdoc cref="CloseSiteVisit"/>
public sealed class CloseSiteVisitHandler(CaseActs acts, CatalogueRegister catalogue) : Handler<CloseSiteVisit, ClosedVisit>
{
    protected override Task<ErrorOr<ClosedVisit>> CarryOutAsync(CloseSiteVisit command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(CaseVerb.CloseSiteVisit, command.Case, act, Close, cancellation);

    private ErrorOr<ClosedVisit> Close(CaseFile file)
    {
        var visit = VisitRules.Open(file)!;
        if (file.Act.At < visit.At)
            return VisitRefusals.NotYet(visit.At);
        // Nobody is absent from a visit that he alone was to make.
        if (visit.Participants is [var only] && file.FindBranch(only) is { } alone && !alone.Status.IsSettled())
            return VisitRefusals.NotRecorded(file, only);
        return Close(file, visit, catalogue.ItemOf(file).OnVisitAbsence);
    }

    /// <summary>Closes the record; for a department that did not come holds the rule.</summary>
    internal static ClosedVisit Close(CaseFile file, SiteVisit visit, OnVisitAbsence rule)
    {
        int[] absent = [.. visit.Participants.Except(visit.Conclusions.Select(known => known.Branch))];
        var isConsent = rule is OnVisitAbsence.NoObjection;
        var missing = absent.Select(branch => new VisitConclusion(
            branch,
            [],
            isConsent,
            isConsent ? "缺席默认" : "缺席，依踏勘记录书面审查",
            [],
            IsAbsent: true
        ));
        visit = file.Section<VisitSection>().Put(visit with { ClosedAt = file.Act.At, Conclusions = [.. visit.Conclusions, .. missing] });
        var defects = visit.Defects.ToList();
        file.Record(new SiteVisitClosed(visit.Round, [.. defects.Select(defect => defect.Text)], absent, rule));
        return new ClosedVisit(file.Number.ToString(), visit.Round, defects, absent, VisitRules.ToLookAgain(file).Length > 0);
    }
}
