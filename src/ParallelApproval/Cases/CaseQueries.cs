using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Cases;

/// <summary>Lists of cases (办件列表), newest first, a page at a time.</summary>
public sealed class CaseQueries(IDbContextFactory<ApprovalDbContext> contexts, WhoseTurn turn, DamagedRecords damaged, Vault vault)
{
    /// <summary>The most lines on one page.</summary>
    public const int LongestPage = 200;

    public async Task<CasePage> ListAsync(CaseFilter filter, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var cases = Narrow(db, filter, now);
        var limit = Math.Clamp(filter.Limit, 1, LongestPage);
        var (page, isMore) = await cases
            .OrderByDescending(row => row.CaseKey)
            .ToSoundPageAsync(limit, row => row.CaseKey, nameof(CaseSection), damaged, cancellation);
        var clocks = await PromisesAsync(db, [.. page.Select(row => row.CaseKey)], cancellation);
        var lines = page.Select(row => Line(row, clocks.GetValueOrDefault(row.CaseKey), now)).ToList();
        return new(lines, isMore ? lines[^1].CaseNumber : null);
    }

    /// <summary>
    /// 我的收件: the open receipts of a window, newest first: what the clerk received himself, and what was received by somebody who is not
    /// there and is now his (<see cref="WhoseTurn"/>).
    /// </summary>
    public async Task<CasePage> ReceiptsAsync(Officer clerk, int limit, DateTimeOffset now, CancellationToken cancellation)
    {
        var day = now.OfficialDate();
        var (stations, receivers) = turn.ReceiptsFor(clerk, day);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var receipts = await db.Set<CaseRow>()
            .AsNoTracking()
            .Where(row =>
                row.ClosedAt == null
                && (row.ReceivedBy == clerk.UserName || (stations.Contains(row.Station) && receivers.Contains(row.ReceivedBy)))
            )
            .Select(row => new
            {
                row.CaseKey,
                row.ReceivedBy,
                row.Station,
            })
            .ToListAsync(cancellation);
        var keys = receipts
            .Where(row => turn.HasReceipt(clerk, row.ReceivedBy, row.Station, day))
            .Select(row => row.CaseKey)
            .OrderDescending()
            .Take(Math.Clamp(limit, 1, LongestPage) + 1)
            .ToArray();
        return await ListAsync(new(Keys: keys, Limit: limit), now, cancellation);
    }

    // Asked for by their keys: joined to the cases, the newest clock of every case there ever was would be sought first.
    private async Task<Dictionary<long, ClockRow>> PromisesAsync(ApprovalDbContext db, long[] keys, CancellationToken cancellation)
    {
        var clocks = await db.Set<ClockRow>()
            .AsNoTracking()
            .Where(clock => keys.Contains(clock.CaseKey) && clock.Branch == Clock.OfCase && clock.Kind == ClockKind.Promised)
            .OrderBy(clock => clock.CaseKey)
            .ThenBy(clock => clock.Round)
            .ToSoundListAsync(clock => clock.CaseKey, nameof(ClockSection), damaged, cancellation);
        return clocks.GroupBy(clock => clock.CaseKey).ToDictionary(of => of.Key, of => of.MaxBy(clock => clock.Round)!);
    }

    /// <summary>Open cases of this applicant for this item, newest first: what a second receipt would double (重复申请).</summary>
    /// <param name="idNumber">Citizen number or credit code as it is kept.</param>
    public async Task<IReadOnlyList<string>> OpenCasesOfAsync(string idNumber, string itemCode, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var marked = Marked(db, ApplicantMarks.OfNumber(idNumber, vault));
        var keys = await db.Set<ApplicationRow>()
            .AsNoTracking()
            .Where(application => marked.Contains(application.CaseKey))
            .Join(
                db.Set<CaseRow>().Where(row => row.ItemCode == itemCode && row.ClosedAt == null),
                application => application.CaseKey,
                row => row.CaseKey,
                (_, row) => row.CaseKey
            )
            .OrderByDescending(key => key)
            .Take(5)
            .ToListAsync(cancellation);
        return [.. keys.Select(key => new CaseNumber(key).ToString())];
    }

    /// <summary>
    /// What the applicant had applied for on the same item when he applied: a case that was open then, of several the newest; else the one
    /// that was withdrawn last; null when there is neither, however many others were brought to their end.
    /// </summary>
    /// <param name="idNumber">Citizen number or credit code as it is kept.</param>
    internal async Task<EarlierCase?> EarlierAsync(Case received, string idNumber, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var marked = Marked(db, ApplicantMarks.OfNumber(idNumber, vault));
        var (key, item, at) = (received.Number.Key, received.ItemCode, received.ReceivedAt.ToUniversalTime());
        var found = await db.Set<CaseRow>()
            .AsNoTracking()
            .Where(row => marked.Contains(row.CaseKey) && row.ItemCode == item)
            .Where(row => row.ReceivedAt < at || (row.ReceivedAt == at && row.CaseKey < key))
            .Where(row => row.ClosedAt == null || row.ClosedAt > at || row.Status == CaseStatus.Withdrawn)
            .OrderByDescending(row => row.ClosedAt == null || row.ClosedAt > at)
            .ThenByDescending(row => row.ClosedAt)
            .ThenByDescending(row => row.CaseKey)
            .Select(row => new { row.CaseKey, row.ClosedAt })
            .FirstOrDefaultAsync(cancellation);
        return found is null ? null : new(new CaseNumber(found.CaseKey), found.ClosedAt?.InShanghai());
    }

    /// <summary>Whether any case was ever received.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<CaseRow>().AnyAsync(cancellation);
    }

    /// <summary>Where the case was received, and whether the department has a part in it; null when there is no such case.</summary>
    public async Task<CasePlace?> PlaceAsync(CaseNumber number, string department, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<CaseRow>()
            .Where(row => row.CaseKey == number.Key)
            .Select(row => new CasePlace(
                row.Station,
                db.Set<BranchRow>().Any(branch => branch.CaseKey == row.CaseKey && branch.Department == department)
            ))
            .FirstOrDefaultAsync(cancellation);
    }

    /// <summary>The departments that have a part in any of these cases.</summary>
    public async Task<IReadOnlySet<string>> DepartmentsOfAsync(IEnumerable<CaseNumber> cases, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var keys = cases.Select(number => number.Key).ToArray();
        return await db.Set<BranchRow>()
            .Where(row => keys.Contains(row.CaseKey))
            .Select(row => row.Department)
            .Distinct()
            .ToHashSetAsync(cancellation);
    }

    /// <summary>All decisions signed in the case, those of later rounds last.</summary>
    public async Task<IReadOnlyList<DecisionRow>> DecisionsAsync(CaseNumber number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<DecisionRow>()
            .AsNoTracking()
            .Where(row => row.CaseKey == number.Key)
            .OrderBy(row => row.Round)
            .ToListAsync(cancellation);
    }

    private IQueryable<CaseRow> Narrow(ApprovalDbContext db, CaseFilter filter, DateTimeOffset now)
    {
        var cases = db.Set<CaseRow>().AsNoTracking();
        if (filter.Among is { } among)
        {
            var keys = among(db);
            cases = cases.Where(row => keys.Contains(row.CaseKey));
        }

        if (filter.Keys is { } known)
            cases = cases.Where(row => known.Contains(row.CaseKey));
        if (filter.After is { } after)
            cases = cases.Where(row => row.CaseKey < after.Key);
        if (filter.Status is { } status)
            cases = cases.Where(row => row.Status == status);
        // The few open ones have an index of their own.
        if (filter.Status is { } open && !open.IsClosed())
            cases = cases.Where(row => row.ClosedAt == null);
        if (filter.IsOpen is true)
            cases = cases.Where(row => row.ClosedAt == null);
        if (filter.ReceivedBy is { } clerk)
            cases = cases.Where(row => row.ReceivedBy == clerk);
        if (filter.Stations is { } stations)
            cases = cases.Where(row =>
                stations.Contains(row.Station)
                || db.Set<BranchRow>().Any(branch => branch.CaseKey == row.CaseKey && stations.Contains(branch.Department))
            );
        if (filter.Department is { } department)
            cases = cases.Where(row => db.Set<BranchRow>().Any(branch => branch.CaseKey == row.CaseKey && branch.Department == department));
        if (filter.Colour is { } colour)
        {
            var showing = db.Set<ClockRow>().Where(ColourFilter.Shows(colour, now));
            var kind = ColourFilter.KindOf(colour);
            cases = cases.Where(row =>
                showing.Any(clock => clock.CaseKey == row.CaseKey && clock.Branch == Clock.OfCase && clock.Kind == kind)
            );
        }

        return string.IsNullOrWhiteSpace(filter.Search) ? cases : Search(db, cases, filter.Search.Trim());
    }

    // What a citizen says at the window: his name, his shop, his street, his telephone, the last digits of it or of a number.
    private IQueryable<CaseRow> Search(ApprovalDbContext db, IQueryable<CaseRow> cases, string sought)
    {
        var number = TypedNumber.Unbroken(sought);
        if (CaseNumber.TryParse(number, out var whole))
            return cases.Where(row => row.CaseKey == whole.Key);
        var text = sought.Normalize(NormalizationForm.FormKC);
        if (IsPartOfNumber(number))
        {
            // The check character at the end is in no column.
            var (digits, before) = (number.TrimEnd('X'), number[..^1]);
            var byDigits = Marked(db, ApplicantMarks.Sought(number, vault));
            return cases.Where(row =>
                row.CaseKey.ToString().Contains(digits) || row.CaseKey.ToString().EndsWith(before) || byDigits.Contains(row.CaseKey)
            );
        }

        var (byWords, pattern) = (ByWords(db, text), WrittenAlike.Pattern(text));
        var byNumber = Marked(db, ApplicantMarks.Sought(number, vault));
        return cases.Where(row =>
            EF.Functions.Like(row.ApplicantName, pattern, "\\")
            || row.ItemName.Contains(text)
            || byWords.Contains(row.CaseKey)
            || byNumber.Contains(row.CaseKey)
        );
    }

    private static bool IsPartOfNumber(string number) =>
        number.Length >= ApplicantMarks.Shortest
        && number[..^1].All(char.IsAsciiDigit)
        && (char.IsAsciiDigit(number[^1]) || number[^1] == 'X');

    /// <summary>The cases whose applicant bears one of these marks.</summary>
    internal static IQueryable<long> Marked(ApprovalDbContext db, long[] marks) =>
        db.Database.SqlQuery<long>($"SELECT case_key AS \"Value\" FROM case_applications WHERE marks && {marks}");

    // Most forms do not have the words anywhere, which is seen six times sooner than what their fields say.
    private static IQueryable<long> ByWords(ApprovalDbContext db, string words)
    {
        var written = JsonSerializer.Serialize(words, HouseJson.Options)[1..^1];
        return db.Database.SqlQuery<long>(
            $"""
            SELECT case_key AS "Value" FROM case_applications WHERE strpos(lower(form::text), lower({written})) > 0 AND EXISTS
                (SELECT FROM json_each_text(form) AS field WHERE strpos(lower(field.value), lower({words})) > 0)
            """
        );
    }

    private static CaseLine Line(CaseRow row, ClockRow? clock, DateTimeOffset now) =>
        new(
            new CaseNumber(row.CaseKey).ToString(),
            row.ItemCode,
            row.ItemName,
            row.ApplicantName,
            row.Status,
            row.ReceivedAt.InShanghai(),
            clock?.DueOn,
            clock is null ? null : ColourFilter.Of(clock, now),
            row.Station
        );
}

/// <summary>What a list of cases is narrowed to; all conditions hold together.</summary>
/// <param name="Department">Cases with a branch of this department.</param>
/// <param name="Colour">Colour of the case's promised clock; dark red: of its legal clock.</param>
/// <param name="Search">
/// A case number or four digits of it, a part of the applicant's or the item's name, of what stands in the form (trade name, address), of a
/// telephone number, of a citizen number or credit code; full-width digits and blanks between them are read as typed by people.
/// </param>
/// <param name="After">The last case of the page before.</param>
/// <param name="Stations">Cases received at one of these bodies, or in which one of them has a part; null for all.</param>
/// <param name="Keys">Only cases with these keys.</param>
public sealed record CaseFilter(
    CaseStatus? Status = null,
    string? Department = null,
    ClockColour? Colour = null,
    string? Search = null,
    string? ReceivedBy = null,
    bool? IsOpen = null,
    CaseNumber? After = null,
    int Limit = 50,
    string[]? Stations = null,
    long[]? Keys = null
)
{
    /// <summary>Only cases with these keys, as another room's query finds them.</summary>
    internal Func<ApprovalDbContext, IQueryable<long>>? Among { get; init; }
}

/// <summary>Where a case was received (<paramref name="Station"/>), and whether the department that asks has a part in it.</summary>
public sealed record CasePlace(string Station, bool HasPart);

/// <summary>A case that the same applicant had on the same item, and when it was closed; null while it is open.</summary>
internal sealed record EarlierCase(CaseNumber Number, DateTimeOffset? ClosedAt);

/// <summary>A line of a list of cases.</summary>
public sealed record CaseLine(
    string CaseNumber,
    string ItemCode,
    string ItemName,
    string ApplicantName,
    CaseStatus Status,
    DateTimeOffset ReceivedAt,
    DateOnly? PromisedDue,
    ClockColour? Colour,
    string Station = ""
);

/// <summary>A page of cases, and where the next one begins; null on the last.</summary>
public sealed record CasePage(IReadOnlyList<CaseLine> Cases, string? Next);
