using Microsoft.EntityFrameworkCore;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Evaluations;

/// <summary>Lists of complaints (投诉列表), the newest first, a page at a time.</summary>
public sealed class ComplaintQueries(IDbContextFactory<ApprovalDbContext> contexts, DamagedRecords damaged)
{
    public const int LongestPage = 200;

    public async Task<ComplaintPage> ListAsync(ComplaintFilter filter, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var limit = Math.Clamp(filter.Limit, 1, LongestPage);
        var complaints = db.Set<ComplaintRow>().AsNoTracking();
        if (filter.Number is { } number)
            complaints = complaints.Where(row => row.Number == number.Serial);
        if (filter.Status is { } status)
            complaints = complaints.Where(row => row.Status == status);
        if (filter.Against is { } against)
            complaints = complaints.Where(row => row.Against == against);
        if (filter.After is { } after)
            complaints = complaints.Where(row => row.Number < after.Serial);
        var (page, isMore) = await complaints
            .OrderByDescending(row => row.Number)
            .ToSoundPageAsync(limit, row => row.CaseKey ?? 0, nameof(Complaint), damaged, cancellation);
        var lines = page.ConvertAll(row => Line(row, now));
        return new(lines, isMore ? lines[^1].Id : null);
    }

    /// <summary>One complaint as supervisors see it; null when there is none.</summary>
    public async Task<ComplaintLine?> FindAsync(ComplaintNumber number, DateTimeOffset now, CancellationToken cancellation) =>
        (await ListAsync(new(Number: number), now, cancellation)).Complaints is [var found] ? found : null;

    private static ComplaintLine Line(ComplaintRow row, DateTimeOffset now) =>
        new(
            new ComplaintNumber(row.Number).ToString(),
            row.CaseKey is { } key ? new CaseNumber(key).ToString() : null,
            row.Subject,
            row.Words,
            row.Contact,
            row.Against,
            row.Status,
            row.LodgedAt.InShanghai(),
            row.AnswerDue,
            Complaint.ColourAt(now, row.Status, row.AnswerDue, row.YellowOn),
            row.IsUpheld,
            row.Answer,
            row.AnsweredAt?.InShanghai(),
            row.ToldAt?.InShanghai()
        );
}

/// <summary>What a list of complaints is narrowed to.</summary>
public sealed record ComplaintFilter(
    ComplaintStatus? Status = null,
    string? Against = null,
    ComplaintNumber? After = null,
    int Limit = 50,
    ComplaintNumber? Number = null
);

/// <summary>A complaint as supervisors see it.</summary>
public sealed record ComplaintLine(
    string Id,
    string? CaseNumber,
    ComplaintSubject Subject,
    string Words,
    string? Contact,
    string? Against,
    ComplaintStatus Status,
    DateTimeOffset LodgedAt,
    DateOnly AnswerDue,
    ClockColour Colour,
    bool? IsUpheld,
    string? Answer,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? ToldAt
);

/// <summary>A page of complaints, and where the next one begins; null on the last.</summary>
public sealed record ComplaintPage(IReadOnlyList<ComplaintLine> Complaints, string? Next);
