using System.Security.Cryptography;
using System.Text;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Public;

/// <summary>A case as its applicant sees it; no personal data but the masked name.</summary>
/// <param name="Clocks">Every date that he was told, explained day by day; officers are not named.</param>
internal sealed record PublicCase(
    string CaseNumber,
    string ItemName,
    string Applicant,
    CaseStatus Status,
    CaseStatus? Result,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? AcceptedAt,
    DateOnly? PromisedDue,
    int? RemainingDays,
    IReadOnlyList<PublicBranch> Branches,
    IReadOnlyList<string> Missing,
    IReadOnlyList<PublicVisit> Visits,
    IReadOnlyList<ExplainedClock> Clocks
);

/// <summary>A look at the place, and what is to be put right after it.</summary>
internal sealed record PublicVisit(DateTimeOffset At, string Place, bool IsClosed, IReadOnlyList<string> Defects);

/// <summary>One department's part.</summary>
internal sealed record PublicBranch(string Department, string Result, BranchStatus Status, DateTimeOffset? SettledAt);

/// <summary>
/// The public query (公众查询). A wrong number and a wrong code get the same answer, and after some wrong codes the case answers nobody for a
/// while.
/// </summary>
internal sealed class PublicCases(
    CaseStore store,
    OfficerRegister officers,
    CatalogueRegister catalogue,
    ClockRules clocks,
    ExplainClocks explain,
    WrongCodes wrongCodes,
    TimeProvider time
)
{
    public async Task<ErrorOr<PublicCase>> FindAsync(string? number, string? code, CancellationToken cancellation) =>
        (await OpenAsync(number, code, cancellation)).Then(file => Show(file, file.Act.At));

    /// <summary>The file of the case to whoever has number and code of its receipt. It is read, not locked.</summary>
    public async Task<ErrorOr<CaseFile>> OpenAsync(string? number, string? code, CancellationToken cancellation)
    {
        if (!CaseNumber.TryParse(number?.Trim(), out var parsed))
            return FrontRefusals.NoSuchPublicCase();
        if (wrongCodes.AreTooMany(parsed))
            return FrontRefusals.TooManyGuesses();
        var act = Act.OfSystem(time);
        if (await store.ReadAsync(parsed, act, cancellation) is not { } file || !Same(file.Case.QueryCode, code?.Trim() ?? ""))
        {
            wrongCodes.Note(parsed);
            return FrontRefusals.NoSuchPublicCase();
        }

        return file;
    }

    private PublicCase Show(CaseFile file, DateTimeOffset now)
    {
        var @case = file.Case;
        var item = ReaderLanguage.IsEnglish ? catalogue.ItemOf(file) : null;
        var promised =
            file.LatestClock(Clock.OfCase, ClockKind.Promised) is { } clock && clocks.Read(clock, now) is { IsError: false } reading
                ? reading.Value
                : null;
        return new(
            file.Number.ToString(),
            item?.NameEn ?? @case.ItemName,
            Masks.Name(@case.ApplicantName),
            @case.Status,
            @case.Result,
            @case.ReceivedAt,
            @case.AcceptedAt,
            promised?.Due,
            @case.ClosedAt is null ? promised?.RemainingDays : null,
            [.. file.Branches.Select(branch => Show(branch, item))],
            [
                .. file
                    .Materials.Where(paper => paper.State is MaterialState.Missing or MaterialState.Faulty or MaterialState.Deferred)
                    .Select(paper => item?.Materials.FirstOrDefault(known => known.Code == paper.Code)?.NameEn ?? paper.Name),
            ],
            [
                .. file.SiteVisits.Select(visit => new PublicVisit(
                    visit.At,
                    visit.Place,
                    visit.ClosedAt is not null,
                    visit.ClosedAt is null ? [] : [.. visit.Defects.Select(defect => defect.Text)]
                )),
            ],
            explain.Of(file) is { IsError: false } explained ? [.. explained.Value.Where(IsTold).Select(WithoutOfficers)] : []
        );
    }

    private static bool IsTold(ExplainedClock clock) =>
        clock.Kind.IsToldToApplicant() && (clock.Branch == Clock.OfCase || clock.Kind.BindsApplicant());

    private static ExplainedClock WithoutOfficers(ExplainedClock clock) =>
        clock with
        {
            Days = [.. clock.Days.Select(days => days with { EnteredBy = null, EnteredAt = null })],
        };

    private PublicBranch Show(Branch branch, ServiceItem? english) =>
        new(
            officers.Department(branch.Department)?.NameIn(ReaderLanguage.IsEnglish) ?? branch.Department,
            english?.Branches.FirstOrDefault(part => part.Number == branch.Number)?.CertificateEn ?? branch.Result,
            branch.Status,
            branch.SettledAt
        );

    private static bool Same(string known, string told) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(told));
}
