using System.Globalization;
using System.Security.Cryptography;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Evaluations;

/// <summary>投诉: anybody may complain, about a case of his or anonymously.</summary>
/// <param name="Case">The case it is about; null for none.</param>
/// <param name="Against">The department complained of, if the complainant knows.</param>
/// <param name="Contact">How he wants to be told the result, if he wants to.</param>
public sealed record LodgeComplaint(
    ComplaintSubject Subject,
    string Words,
    CaseNumber? Case = null,
    string? Against = null,
    string? Contact = null
);

/// <summary>What the complainant takes home.</summary>
/// <param name="Code">Eight digits; number and code open the answer.</param>
public sealed record LodgedComplaint(string Complaint, string Code, ComplaintStatus Status, DateOnly AnswerDue);

internal sealed class LodgeComplaintValidator : AbstractValidator<LodgeComplaint>
{
    public LodgeComplaintValidator()
    {
        RuleFor(command => command.Words).Given().IsOpinion();
        RuleFor(command => command.Against).IsCode();
        RuleFor(command => command.Contact).IsLine(TextLengths.Name);
    }
}

/// <inheritdoc cref="LodgeComplaint"/>
public sealed class LodgeComplaintHandler(
    CaseStore store,
    HouseStore house,
    NpgsqlDataSource source,
    RemedyLimits limits,
    OfficerRegister officers,
    Vault vault
) : Handler<LodgeComplaint, LodgedComplaint>
{
    private const string Next = "SELECT nextval(pg_get_serial_sequence('complaints', 'number'))";
    private static readonly string Earlier = ComplaintRows.Columns.Select + " WHERE request_key = $1";

    protected override async Task<ErrorOr<LodgedComplaint>> CarryOutAsync(LodgeComplaint command, Act act, CancellationToken cancellation)
    {
        if (command.Against is { Length: > 0 } code && officers.Department(code) is null)
            return ComplaintRefusals.UnknownDepartment(code);
        var limit = limits.From(act.Today, RemedyLimits.AnswerDays);
        if (limit.IsError)
            return limit.Errors;
        var complaint = Compose(command, act, await NextAsync(cancellation), limit.Value.Due, limit.Value.Yellow);
        return command.Case is { } @case
            ? await store.WorkOnAsync(@case, act, file => Within(file, complaint), cancellation, Contents.Everything)
            : await AloneAsync(complaint, Lodged(complaint), act, cancellation);
    }

    private Complaint Compose(LodgeComplaint command, Act act, ComplaintNumber number, DateOnly due, DateOnly yellow) =>
        new()
        {
            Number = number,
            Case = command.Case,
            Subject = command.Subject,
            Words = command.Words.Trim(),
            Contact = string.IsNullOrWhiteSpace(command.Contact)
                ? null
                : vault.Encrypt(command.Contact.Trim(), ComplaintTable.ContactOf(number)),
            Code = RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture),
            LodgedAt = act.At,
            AnswerDue = due,
            YellowOn = yellow,
            RequestKey = command.Case is null ? act.Key?.Value : null,
            NextAt = yellow.At(TimeOnly.MinValue),
            Against = string.IsNullOrEmpty(command.Against) ? null : command.Against,
        };

    private static ErrorOr<LodgedComplaint> Within(CaseFile file, Complaint complaint)
    {
        file.Section<ComplaintSection>().Put(complaint);
        file.Record(Lodged(complaint));
        return Told(complaint);
    }

    private Task<ErrorOr<LodgedComplaint>> AloneAsync(
        Complaint complaint,
        ComplaintLodged happened,
        Act act,
        CancellationToken cancellation
    ) =>
        house.ActAsync(
            act,
            async db =>
            {
                await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
                ComplaintRows.Columns.Insert(new Statements(batch), default, [complaint]);
                await batch.ExecuteNonQueryAsync(cancellation);
                return (ErrorOr<Entry<LodgedComplaint>>)
                    new Entry<LodgedComplaint>(Told(complaint), ComplaintStepTaken.By(complaint, happened));
            },
            cancellation,
            overtaken: complaint.RequestKey is { } key ? () => EarlierAsync(complaint, key, cancellation) : null
        );

    private async Task<ErrorOr<LodgedComplaint>> EarlierAsync(Complaint complaint, string key, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(Earlier);
        ask.Parameters.Add(Statements.Text(key));
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var earlier = ComplaintRows.Columns.ReadRow(default, row);
        return earlier.Words == complaint.Words && earlier.Subject == complaint.Subject ? Told(earlier) : StoreRefusals.KeyReused(key);
    }

    private static ComplaintLodged Lodged(Complaint complaint) =>
        new(complaint.Number.ToString(), complaint.Subject, complaint.Against, complaint.Words, complaint.AnswerDue);

    private async Task<ComplaintNumber> NextAsync(CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(Next);
        return new((long)(await ask.ExecuteScalarAsync(cancellation))!);
    }

    private static LodgedComplaint Told(Complaint complaint) =>
        new(complaint.Number.ToString(), complaint.Code, complaint.Status, complaint.AnswerDue);
}
