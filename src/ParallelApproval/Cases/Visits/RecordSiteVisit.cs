using ErrorOr;
using FluentValidation;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>
/// 踏勘结论: a department that was there notes who went, whether the place passes, and what is wrong with it. A department that alone must
/// look may note a visit that nobody called; so may each of several, when the lead has not called them within two working days.
/// </summary>
/// <param name="Officers">Names of two different officers at least (行政许可法 art. 34).</param>
/// <param name="Defects">What is to be put right; empty when the place passes.</param>
/// <param name="At">Of a visit that nobody called: when it was, on a working day; null for now.</param>
/// <param name="Place">Of a visit that nobody called: where.</param>
[Authority("A department notes its conclusion", Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record RecordSiteVisit(
    CaseNumber Case,
    int Branch,
    string[] Officers,
    bool Passes,
    string Text,
    string[] Defects,
    DateTimeOffset? At = null,
    string? Place = null
);

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
        RuleFor(command => command.Place).IsLine(TextLengths.Address);
    }

    private static bool AreEnough(string[]? names) => names is not null && RecordSiteVisitHandler.Different(names).Length >= LeastOfficers;

    private static bool HaveWords(string[]? texts) => texts?.Any(text => !string.IsNullOrWhiteSpace(text)) is true;
}

/// <inheritdoc cref="RecordSiteVisit"/>
public sealed class RecordSiteVisitHandler(CaseActs acts, CatalogueRegister catalogue, VisitRules rules)
    : Handler<RecordSiteVisit, RecordedVisit>
{
    protected override Task<ErrorOr<RecordedVisit>> CarryOutAsync(RecordSiteVisit command, Act act, CancellationToken cancellation) =>
        acts.DoAsync(
            BranchVerb.RecordSiteVisit,
            command.Case,
            file => Find(file, command),
            act,
            (file, branch) => Record(file, branch, command),
            cancellation
        );

    private static ErrorOr<Branch> Find(CaseFile file, RecordSiteVisit command) =>
        file.FindBranch(command.Branch) is { } branch ? branch : VisitRefusals.NoPart(file, command.Branch);

    /// <summary>The names, each person once however it is spaced or capitalised.</summary>
    internal static string[] Different(IEnumerable<string> names) =>
        [
            .. names
                .Where(name => !string.IsNullOrWhiteSpace(name))
                .Select(name => name.Trim())
                .DistinctBy(WrittenAlike.Plain, StringComparer.OrdinalIgnoreCase),
        ];

    private ErrorOr<RecordedVisit> Record(CaseFile file, Branch branch, RecordSiteVisit command)
    {
        var (officers, defects) = (
            Different(command.Officers),
            command.Defects.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text.Trim()).ToArray()
        );
        var conclusion = new VisitConclusion(branch.Number, officers, command.Passes, command.Text.Trim(), defects);
        if (VisitRules.Open(file) is not { } visit || !visit.Participants.Contains(branch.Number))
            return RecordAlone(file, branch, command, conclusion);
        if (file.Act.At < visit.At)
            return VisitRefusals.NotYet(visit.At);
        if (visit.ConclusionOf(branch.Number) is not null)
            return VisitRefusals.RecordedAlready(file, branch.Number);
        visit = file.Section<VisitSection>().Put(visit with { Conclusions = [.. visit.Conclusions, conclusion] });
        file.Record(new SiteVisitRecorded(visit.Round, branch.Number, officers, command.Passes, defects));
        int[] stillOpen = [.. visit.Participants.Where(number => visit.ConclusionOf(number) is null)];
        // The one who went alone has nobody to wait for.
        if (visit.Participants.Length == 1)
            CloseSiteVisitHandler.Close(file, visit, catalogue.ItemOf(file).OnVisitAbsence);
        return new RecordedVisit(file.Number.ToString(), visit.Round, stillOpen);
    }

    private ErrorOr<RecordedVisit> RecordAlone(CaseFile file, Branch branch, RecordSiteVisit command, VisitConclusion conclusion)
    {
        if (rules.AloneRefusal(file, branch) is { } together)
            return together;
        var at = (command.At ?? file.Act.At).InShanghai();
        if (at > file.Act.At)
            return VisitRefusals.NotYet(at);
        if (file.Case.AcceptedAt is { } accepted && at < accepted)
            return VisitRefusals.BeforeAcceptance(at.OfficialDate(), accepted.OfficialDate());
        if (rules.DayOff(file, at.OfficialDate()) is { } dayOff)
            return dayOff;
        if (string.IsNullOrWhiteSpace(command.Place))
            return VisitRefusals.PlaceMissing();
        var visit = file.Section<VisitSection>()
            .Put(
                new()
                {
                    Round = file.SiteVisits.Count + 1,
                    IsRevisit = VisitRules.Latest(file, branch.Number) is not null,
                    CalledBy = file.Act.UserName,
                    At = at,
                    Place = command.Place.Trim(),
                    Participants = [branch.Number],
                    Conclusions = [conclusion],
                    ClosedAt = file.Act.At,
                }
            );
        file.Record(
            new SiteInspected(visit.Round, branch.Number, at, visit.Place, conclusion.Officers, conclusion.Passes, conclusion.Defects)
        );
        return new RecordedVisit(file.Number.ToString(), visit.Round, []);
    }
}
