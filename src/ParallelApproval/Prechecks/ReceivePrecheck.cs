using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Scans;

namespace ParallelApproval.Prechecks;

/// <summary>
/// 按预审件收件: the citizen stands at the window with his originals, and what he sent beforehand is received. The legal clock begins with this
/// receipt (行政许可法 art. 32) and not with what was sent. What he uploaded of the papers that are handed in is filed as scans of the case.
/// </summary>
/// <param name="Receipt">What is received, as the clerk has it before him.</param>
[Authority("Receive an application that was found ready beforehand", Role.Clerk)]
public sealed record ReceivePrecheck(PrecheckNumber Precheck, ReceiveCase Receipt);

internal sealed class ReceivePrecheckValidator : AbstractValidator<ReceivePrecheck>
{
    public ReceivePrecheckValidator() =>
        RuleFor(command => command.Receipt).SetValidator(new ReceiveCaseValidator()).OverridePropertyName("");
}

/// <summary>Refuses one that is not ready, has been received at another window, or is of another item.</summary>
public sealed class ReceivePrecheckHandler(ReceiveCaseHandler receipts, PrecheckQueries prechecks, PrecheckStore store)
    : Handler<ReceivePrecheck, Receipt>
{
    protected override async Task<ErrorOr<Receipt>> CarryOutAsync(ReceivePrecheck command, Act act, CancellationToken cancellation)
    {
        if (await prechecks.FindAsync(command.Precheck, cancellation) is not { } found || !store.IsWithinReach(found, act.Department))
            return PrecheckRefusals.NotFound(command.Precheck);
        // The second press of the same key gets the answer of the first; it asks for what is kept with the key.
        if (found.Status is not PrecheckStatus.Received && found.Refuses(PrecheckVerb.ReceivePrecheck) is { } refusal)
            return refusal;
        if (found.Status is PrecheckStatus.Received && act.Key is null)
            return PrecheckRefusals.ReceivedAlready(command.Precheck);
        if (found.ItemCode != command.Receipt.Application.ItemCode)
            return PrecheckRefusals.AnotherItem(found);
        var files = await prechecks.ContentsAsync(command.Precheck, cancellation);
        return await receipts.ReceiveAsync(
            command.Receipt,
            act,
            new(
                file => Put(file, command.Precheck, files),
                new(PrecheckSection.Receipts, () => WhyNotAsync(command.Precheck, cancellation))
            ),
            cancellation
        );
    }

    // Somebody was at it since it was looked at; null when it can be received after all.
    private async Task<Error?> WhyNotAsync(PrecheckNumber number, CancellationToken cancellation) =>
        await prechecks.FindAsync(number, cancellation) switch
        {
            null => PrecheckRefusals.NotFound(number),
            { Status: PrecheckStatus.Received } => PrecheckRefusals.ReceivedAlready(number),
            { } found => found.Refuses(PrecheckVerb.ReceivePrecheck),
        };

    private static void Put(CaseFile file, PrecheckNumber number, IReadOnlyList<PrecheckFile> files)
    {
        file.Section<PrecheckSection>().Put(number);
        var scans = file.Section<ScanSection>();
        foreach (var sent in files)
        {
            if (file.Materials.FirstOrDefault(paper => paper.Code == sent.Paper) is not { State: MaterialState.Supplied } paper)
                continue;
            var scan = new Scan(
                file.Number,
                scans.Scans.Count + 1,
                paper.Code,
                paper.Version,
                sent.Name,
                sent.Format,
                sent.Size,
                sent.Sha256,
                file.Act.UserName,
                file.Act.Department,
                file.Act.At
            );
            scans.Put(scan, sent.Content);
            file.Record(new ScanFiled(scan.Number, scan.Paper, scan.PaperVersion, scan.Name, scan.Format, scan.Size, scan.Sha256));
        }
    }
}

/// <summary>What a receipt says to the room of the prechecks, in the transaction of the case.</summary>
internal sealed class PrecheckSection : ICaseSection
{
    public const string Receipts = "precheck_receipts";

    // Only what is ready at this moment: the citizen may have deleted it, or another window sent it back, while it was received. Then there
    // is no number, which the table refuses.
    private const string Receive = """
        INSERT INTO precheck_receipts (number, case_key)
        VALUES ((SELECT number FROM prechecks WHERE number = $1 AND status = 'Ready' FOR UPDATE), $2)
        """;

    private const string Mark = """
        UPDATE prechecks SET status = 'Received', case_key = $2, typed = '{}', revision = revision + 1 WHERE number = $1
        """;

    private const string Files = "DELETE FROM precheck_files WHERE number = $1";

    private PrecheckNumber? _received;

    public Contents Contents => Contents.WithAnnexes;

    public void Put(PrecheckNumber number) => _received = number;

    public void Write(CaseFile file, Statements statements)
    {
        if (_received is not { } number)
            return;
        statements.Add(Receive, Statements.Value(number.Serial), Statements.Value(file.Number.Key));
        statements.Add(Mark, Statements.Value(number.Serial), Statements.Value(file.Number.Key));
        statements.Add(Files, Statements.Value(number.Serial));
    }
}
