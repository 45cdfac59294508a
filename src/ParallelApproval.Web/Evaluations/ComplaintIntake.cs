using System.Security.Cryptography;
using System.Text;
using ErrorOr;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Identities;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Public;

namespace ParallelApproval.Web.Evaluations;

/// <summary>Where complaints are taken in and their answers read (投诉台), by API or by page.</summary>
internal sealed class ComplaintIntake(
    PublicCases cases,
    LodgeComplaintHandler house,
    ComplaintStore complaints,
    RemedyLimits limits,
    WrongCodes wrongCodes,
    TimeProvider time
)
{
    /// <param name="key">So that sending it twice lodges it once.</param>
    public async Task<ErrorOr<LodgedComplaint>> LodgeAsync(ComplaintBody body, IdempotencyKey? key, CancellationToken cancellation)
    {
        CaseNumber? number = null;
        if (!string.IsNullOrWhiteSpace(body.CaseNumber) || !string.IsNullOrWhiteSpace(body.QueryCode))
        {
            var file = await cases.OpenAsync(body.CaseNumber, body.QueryCode, cancellation);
            if (file.IsError)
                return file.Errors;
            number = file.Value.Number;
        }

        return await house.HandleAsync(
            new(body.Subject, body.Words, number, body.Against, body.Contact),
            Act.OfPublic(time, key),
            cancellation
        );
    }

    /// <summary>How a complaint stands, to whoever has its number and code.</summary>
    public async Task<ErrorOr<PublicComplaint>> FindAsync(string? number, string? code, CancellationToken cancellation)
    {
        if (!ComplaintNumber.TryParse(TypedNumber.Unbroken(number), out var parsed))
            return FrontRefusals.NoSuchPublicComplaint();
        if (wrongCodes.SecondsToWait(Coded.Complaint, parsed.Serial) is > 0 and var wait)
            return FrontRefusals.TooManyGuesses(wait);
        if (await complaints.FindAsync(parsed, cancellation) is { } found && Same(found.Code, TypedNumber.Unbroken(code)))
        {
            wrongCodes.Forget(Coded.Complaint, parsed.Serial);
            return new PublicComplaint(
                found.Number.ToString(),
                found.Subject,
                found.Status,
                found.LodgedAt,
                found.AnswerDue,
                found.IsUpheld,
                found.Answer,
                found.AnsweredAt,
                limits.ExplainAnswer(found.LodgedAt, found.AnswerDue) is { IsError: false } why ? why.Value : null
            );
        }

        wrongCodes.Note(Coded.Complaint, parsed.Serial);
        return FrontRefusals.NoSuchPublicComplaint();
    }

    private static bool Same(string known, string told) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(told));
}

/// <summary>A complaint as the complainant sees it.</summary>
/// <param name="Why">Why it is to be answered by that day; null where the calendar of a year is missing.</param>
internal sealed record PublicComplaint(
    string Complaint,
    ComplaintSubject Subject,
    ComplaintStatus Status,
    DateTimeOffset LodgedAt,
    DateOnly AnswerDue,
    bool? IsUpheld,
    string? Answer,
    DateTimeOffset? AnsweredAt,
    ExplainedLimit? Why
);
