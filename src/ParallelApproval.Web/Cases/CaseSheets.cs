using System.Text.Json;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Session;
using ParallelApproval.Workflows;

namespace ParallelApproval.Web.Cases;

/// <summary>
/// Reads the sheet of one case. An approver sees a case only if his department has a part in it; designers and administrators see its
/// course, and nobody in it.
/// </summary>
internal sealed class CaseSheets(
    CaseStore store,
    AuditQueries audit,
    CaseQueries cases,
    CatalogueRegister catalogue,
    OfficerRegister officers,
    ClockRules clocks,
    StationGate gate,
    RenewalTerm renewal,
    OpenVerbs verbs,
    Powers powers
)
{
    /// <returns>Null when there is no such case, or none that the caller may know of.</returns>
    public async Task<CaseSheet?> FindAsync(CaseNumber number, Caller caller, Act act, CancellationToken cancellation)
    {
        if (await OpenAsync(number, caller, act, cancellation) is not { } file)
            return null;
        var item = catalogue.Current.Version(file.Case.ItemCode, file.Case.ItemVersion)!;
        var branches = Branches(file, item);
        var seesPersons = SeesPersons(file, branches, caller);
        var decisions = await cases.DecisionsAsync(number, cancellation);
        var trail = await audit.OfCaseAsync(number, cancellation);
        var lines = branches.Select(branch =>
            Line(file, item.Branches.FirstOrDefault(part => part.Number == branch.Number), branch, decisions, caller)
        );
        var sheet = Compose(file, item, [.. lines], trail, caller);
        return !seesPersons ? sheet.WithoutPersons()
            : sheet.DisposedAt is null ? sheet
            : sheet.WithoutFacts();
    }

    /// <summary>The file of the case, read and not locked; null when there is none, or none that the caller may know of.</summary>
    public async Task<CaseFile?> OpenAsync(CaseNumber number, Caller caller, Act act, CancellationToken cancellation)
    {
        if (await store.ReadAsync(number, act, cancellation) is not { } file)
            return null;
        var item = catalogue.Current.Version(file.Case.ItemCode, file.Case.ItemVersion)!;
        return SeesPersons(file, Branches(file, item), caller) || caller.SeesCourses ? file : null;
    }

    private bool SeesPersons(CaseFile file, IReadOnlyCollection<Branch> branches, Caller caller) =>
        caller.SeesPersons(
            branches.Any(branch => branch.Department == caller.DepartmentCode),
            gate.Reaches(caller.DepartmentCode, file.Case.Station)
        );

    /// <summary>The fields of the form as filled in, for those who read the file at their desk; empty when there is no such case.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FormAsync(CaseNumber number, Act act, CancellationToken cancellation) =>
        await store.ReadAsync(number, act, cancellation) is { } file
            ? file.Form.ToDictionary(field => field.Key, field => field.Value?.ToString() ?? "")
            : new Dictionary<string, string>();

    private CaseSheet Compose(CaseFile file, ServiceItem item, BranchLine[] branches, IReadOnlyList<RecordedEvent> trail, Caller caller)
    {
        var @case = file.Case;
        return new(
            file.Number.ToString(),
            @case.ItemCode,
            @case.ItemVersion,
            ReaderLanguage.IsEnglish ? item.NameEn : item.Name,
            @case.Status,
            @case.Result,
            Of(file.Applicant!),
            @case.Delivery,
            @case.ReceivedAt,
            @case.ReceivedBy,
            @case.AcceptedAt,
            @case.DecidedAt,
            @case.ClosedAt,
            Pair(file, Clock.OfCase, file.Act.At),
            branches,
            [
                .. file.Materials.Select(paper => new MaterialLine(
                    paper.Code,
                    NameOf(item, paper),
                    paper.State,
                    paper.Form,
                    paper.Copies,
                    paper.Version,
                    paper.Fault
                )),
            ],
            [.. file.Certificates.Select(made => Line(made, item.Branches.FirstOrDefault(part => part.Number == made.Branch)))],
            [
                .. trail.Select(line => new TimelineEntry(
                    line.Sequence,
                    line.At,
                    line.Kind,
                    Called.Actor(officers, line.UserName, line.Actor),
                    line.Department,
                    line.Branch,
                    JsonElement.Parse(line.Data)
                )),
            ],
            new(file.WorkflowId, file.WorkflowVersion),
            verbs.Of(file, caller),
            @case.Station,
            @case.DeferredPapers,
            @case.IsByCommitment,
            Due(file, ClockKind.Deferral),
            Due(file, ClockKind.FollowUp),
            @case.MayCorrectAgain,
            file.SiteVisits,
            @case.WindowNumber,
            file.Hearings,
            file.InterestedParties,
            renewal.Of(file) is { IsError: false } standing ? standing.Value : null,
            file.QuotaPlace,
            @case.DisposedAt
        );
    }

    // A certificate is called as the catalogue calls it in the reader's language; on paper it stays Chinese.
    private static CertificateLine Line(Certificate made, BranchDefinition? part) =>
        ReaderLanguage.IsEnglish && part is { ResultDocumentEn.Length: > 0 }
            ? new(made.Number, made.Branch, part.CertificateEn, part.ResultDocumentEn, made.IssuedAt)
            : new(made.Number, made.Branch, made.Name, made.Document, made.IssuedAt);

    private BranchLine Line(CaseFile file, BranchDefinition? defined, Branch branch, IReadOnlyList<DecisionRow> decisions, Caller caller)
    {
        var department = officers.Department(branch.Department)?.NameIn(ReaderLanguage.IsEnglish) ?? branch.Department;
        var signed = decisions.LastOrDefault(row => row.Branch == branch.Number && row.Round == branch.Round);
        return new(
            branch.Number,
            branch.Department,
            department,
            defined is null ? branch.Result
                : ReaderLanguage.IsEnglish ? defined.CertificateEn
                : defined.Certificate,
            branch.Status,
            branch.Status.IsSettled() ? [] : [.. file.BlockersOf(branch)],
            branch.SettledAt ?? branch.OpenedAt,
            branch.TaskOf(file.Number).ToString(),
            branch.Holder,
            branch.AsksApplicant,
            branch.OpenedAt,
            branch.SettledAt,
            signed is null
                ? null
                : new(
                    signed.Verdict,
                    signed.Opinion,
                    signed.Reasons,
                    signed.Remedies,
                    Called.Actor(officers, signed.SignedBy, signed.SignedBy),
                    signed.SignedAt.InShanghai(),
                    signed.OnBehalfOf is { } absent ? Called.Actor(officers, absent, absent) : null
                ),
            Pair(file, branch.Number, file.Act.At),
            branch.HardDependencies,
            Stops(file.LatestClock(branch.Number, ClockKind.Promised)),
            verbs.Of(file, branch, caller),
            branch.ReviewedBy,
            branch.AwaitsResults,
            file.ClocksOf(branch.Number).FirstOrDefault(clock => clock.Kind is ClockKind.Confirmation)?.DueOn,
            branch.RecusalOf,
            branch.Kind,
            file.FindBranch(branch.Number) is null ? null : powers.SignsFor(file, branch),
            branch.Inspectors,
            branch.ExtensionAsked,
            branch.FeePaid
        );
    }

    private static DateOnly? Due(CaseFile file, ClockKind kind) =>
        file.ClocksOf(Clock.OfCase).FirstOrDefault(clock => clock.Kind == kind)?.DueOn;

    private static IReadOnlyList<StopLine> Stops(Clock? clock)
    {
        var stops = new List<StopLine>();
        foreach (var entry in clock?.Ledger ?? [])
            if (entry.Kind is LedgerEntryKind.Stopped)
                stops.Add(new(entry.Ground, entry.On, clock!.StopEndsOn ?? entry.On, IsOpen: true));
            else if (entry.Kind is LedgerEntryKind.Resumed && stops.Count > 0)
                stops[^1] = stops[^1] with { To = entry.On, IsOpen = false };
        return stops;
    }

    private static string NameOf(ServiceItem item, CaseMaterial paper) =>
        ReaderLanguage.IsEnglish && item.Materials.FirstOrDefault(known => known.Code == paper.Code) is { } known
            ? known.NameEn
            : paper.Name;

    // Before the copy notice the branches exist on the application only.
    private static IReadOnlyCollection<Branch> Branches(CaseFile file, ServiceItem item) =>
        file.Branches.Count > 0
            ? file.Branches
            :
            [
                .. file
                    .Case.ChosenBranches.Select(item.Branch)
                    .Select(defined => new Branch
                    {
                        Number = defined.Number,
                        Department = defined.DepartmentCode,
                        Result = defined.Certificate,
                        Kind = defined.Kind,
                        HardDependencies = [],
                        SoftDependencies = [],
                    }),
            ];

    private ClockPair Pair(CaseFile file, int branch, DateTimeOffset now) =>
        new(Read(file.LatestClock(branch, ClockKind.Promised), now), Read(file.LatestClock(branch, ClockKind.Legal), now));

    private ClockReading? Read(Clock? clock, DateTimeOffset now) =>
        clock is not null && clocks.Read(clock, now) is { IsError: false } reading ? reading.Value : null;

    private static ApplicantLine Of(Applicant applicant) =>
        new(applicant.Kind, applicant.Name, Masks.Number(applicant.IdNumber), Masks.Phone(applicant.Phone), applicant.Agent?.Name);
}
