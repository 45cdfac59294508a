using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Public;

/// <summary>A case as its applicant sees it; no personal data but the masked name.</summary>
/// <param name="Clocks">Every date that he was told, explained day by day; officers are not named.</param>
/// <param name="Story">What happened, the newest first.</param>
/// <param name="Asks">What he has to do now.</param>
/// <param name="Late">That the promise was not kept, and with whom the case lies; null while it is in time.</param>
/// <param name="Next">By when he hears next, while it is only received; null at any other time.</param>
/// <param name="Papers">His own papers, the newest first; each is got with number and code.</param>
/// <param name="Contact">Whom to ask.</param>
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
    IReadOnlyList<ExplainedClock> Clocks,
    IReadOnlyList<PublicStep> Story,
    IReadOnlyList<PublicAsk> Asks,
    IReadOnlyList<PublicStop> Stops,
    string? Late,
    string? Next,
    IReadOnlyList<PublicRemedy> Remedies,
    IReadOnlyList<PublicPaper> Papers,
    string Contact
)
{
    /// <summary>How it stands, in the reader's language and by the kind of power.</summary>
    [JsonIgnore]
    public string Said { get; init; } = "";
}

/// <summary>A paper of his own.</summary>
/// <param name="Of">What it is of, where it is of one part of the case: the certificate's name; null for the whole.</param>
internal sealed record PublicPaper(string Number, string Title, string? Of, DateTimeOffset IssuedAt, PaperStanding Standing);

/// <summary>A look at the place, and what is to be put right after it.</summary>
internal sealed record PublicVisit(DateTimeOffset At, string Place, bool IsClosed, IReadOnlyList<string> Defects);

/// <summary>One department's part.</summary>
/// <param name="IsRevoked">Whether what it granted was revoked afterwards.</param>
internal sealed record PublicBranch(string Department, string Result, BranchStatus Status, DateTimeOffset? SettledAt, bool IsRevoked)
{
    /// <summary>What became of it, in the reader's language and by the kind of power.</summary>
    [JsonIgnore]
    public string Said { get; init; } = "";
}

/// <summary>
/// The public query (公众查询). A wrong number and a wrong code get the same answer, and whoever tries wrong codes has to wait longer each
/// time; others do not.
/// </summary>
internal sealed class PublicCases(
    CaseStore store,
    OfficerRegister officers,
    CatalogueRegister catalogue,
    ClockRules clocks,
    ExplainClocks explain,
    PublicStory story,
    AuditQueries audit,
    DocumentQueries documents,
    WrongCodes wrongCodes,
    TimeProvider time
)
{
    public async Task<ErrorOr<PublicCase>> FindAsync(string? number, string? code, CancellationToken cancellation)
    {
        var file = await OpenAsync(number, code, cancellation);
        return file.IsError ? file.Errors : await ShowAsync(file.Value, cancellation);
    }

    /// <summary>A paper of his own, to whoever has number and code of the receipt; others are not told that it is there.</summary>
    public async Task<ErrorOr<Document>> PaperAsync(string? number, string? code, string? paper, CancellationToken cancellation)
    {
        var file = await OpenAsync(number, code, cancellation);
        if (file.IsError)
            return file.Errors;
        var papers = await documents.OfApplicantAsync(file.Value.Number, cancellation);
        return papers.FirstOrDefault(known => known.Document.Number == paper) is { } found
            ? found.Document
            : FrontRefusals.NoSuchDocument(paper ?? "");
    }

    /// <summary>The file of the case to whoever has number and code of its receipt. It is read, not locked.</summary>
    public async Task<ErrorOr<CaseFile>> OpenAsync(string? number, string? code, CancellationToken cancellation)
    {
        if (!CaseNumber.TryParse(TypedNumber.Unbroken(number), out var parsed))
            return FrontRefusals.NoSuchPublicCase();
        if (wrongCodes.SecondsToWait(Coded.Case, parsed.Key) is > 0 and var wait)
            return FrontRefusals.TooManyGuesses(wait);
        var act = Act.OfSystem(time);
        if (await store.ReadAsync(parsed, act, cancellation) is not { } file || !Same(file.Case.QueryCode, TypedNumber.Unbroken(code)))
        {
            wrongCodes.Note(Coded.Case, parsed.Key);
            return FrontRefusals.NoSuchPublicCase();
        }

        wrongCodes.Forget(Coded.Case, parsed.Key);
        return file.Case.DisposedAt is { } at ? DisposedCases.Refusal(parsed, at) : file;
    }

    private async Task<PublicCase> ShowAsync(CaseFile file, CancellationToken cancellation)
    {
        var (@case, now) = (file.Case, file.Act.At);
        var trail = await audit.OfCaseAsync(file.Number, cancellation);
        var papers = await documents.OfApplicantAsync(file.Number, cancellation);
        var ofCase = catalogue.ItemOf(file);
        var item = ReaderLanguage.IsEnglish ? ofCase : null;
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
            [.. file.Branches.Select(branch => Show(branch, ofCase, @case.Status))],
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
            explain.Of(file) is { IsError: false } explained ? [.. explained.Value.Where(IsTold).Select(WithoutOfficers)] : [],
            story.Steps(file, trail),
            story.Asks(file),
            story.Stops(file),
            story.Late(file),
            story.Next(file),
            story.Remedies(file, trail),
            [
                .. papers.Select(paper => new PublicPaper(
                    paper.Document.Number,
                    Names.Of(paper.Document.Kind),
                    file.FindBranch(paper.Document.Branch) is { } part ? story.ResultOf(file, part) : null,
                    paper.Document.IssuedAt,
                    paper.Standing
                )),
            ],
            story.Contact(file)
        )
        {
            Said = PublicTags.Of(
                @case.Status,
                ofCase.Branches.Where(part => @case.ChosenBranches.Contains(part.Number)).Select(part => part.ItemType)
            ),
        };
    }

    private static bool IsTold(ExplainedClock clock) =>
        clock.Kind.IsToldToApplicant() && (clock.Branch == Clock.OfCase || clock.Kind.BindsApplicant());

    private static ExplainedClock WithoutOfficers(ExplainedClock clock) =>
        clock with
        {
            Days = [.. clock.Days.Select(days => days with { EnteredBy = null, EnteredAt = null })],
        };

    private PublicBranch Show(Branch branch, ServiceItem item, CaseStatus ofCase)
    {
        var part = item.Branches.FirstOrDefault(part => part.Number == branch.Number);
        return new(
            officers.Department(branch.Department)?.NameIn(ReaderLanguage.IsEnglish) ?? branch.Department,
            ReaderLanguage.IsEnglish && part is not null ? part.CertificateEn : branch.Result,
            branch.Status,
            branch.SettledAt,
            branch.Status.IsRevokedWith(ofCase)
        )
        {
            Said = PublicTags.Of(branch.Status, part?.ItemType),
        };
    }

    private static bool Same(string known, string told) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(told));
}
