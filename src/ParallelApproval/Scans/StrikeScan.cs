using ErrorOr;
using FluentValidation;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Scans;

/// <summary>
/// 电子件作废: a file that was filed by mistake holds no more. It stays where it is, with the reason; only the department that filed it strikes
/// it out.
/// </summary>
/// <param name="Scan">Number of the scan within the case.</param>
[Authority("Strike out a file that was filed by mistake", Role.Clerk, Role.Approver, Relation = Relation.OwnDepartment)]
public sealed record StrikeScan(CaseNumber Case, int Scan, string Reason);

/// <summary>The scan that was struck out.</summary>
public sealed record StruckScan(string CaseNumber, int Number, string Paper);

internal sealed class StrikeScanValidator : AbstractValidator<StrikeScan>
{
    public StrikeScanValidator() => RuleFor(command => command.Reason).Given(CaseRefusals.ReasonMissing).IsOpinion();
}

/// <inheritdoc cref="StrikeScan"/>
public sealed class StrikeScanHandler(CaseStore store) : Handler<StrikeScan, StruckScan>
{
    protected override Task<ErrorOr<StruckScan>> CarryOutAsync(StrikeScan command, Act act, CancellationToken cancellation) =>
        store.WorkOnAsync(command.Case, act, file => Strike(file, command), cancellation, Contents.WithAnnexes);

    private static ErrorOr<StruckScan> Strike(CaseFile file, StrikeScan command)
    {
        var section = file.Section<ScanSection>();
        if (section.Scans.FirstOrDefault(known => known.Number == command.Scan) is not { } scan)
            return ScanRefusals.NoSuchScan(file.Number, command.Scan);
        if (scan.Department != file.Act.Department)
            return ScanRefusals.NotYours(scan.Number);
        if (scan.IsStruck)
            return ScanRefusals.StruckAlready(scan.Number);
        if (file.Case.Status.IsClosed())
            return ScanRefusals.Closed(file);
        section.Strike(scan with { StruckBy = file.Act.UserName, StrikeReason = command.Reason.Trim() });
        file.Record(new ScanStruck(scan.Number, scan.Paper, command.Reason.Trim()));
        return new StruckScan(file.Number.ToString(), scan.Number, scan.Paper);
    }
}
