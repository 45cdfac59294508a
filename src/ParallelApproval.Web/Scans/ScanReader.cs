using ErrorOr;
using ParallelApproval.Identities;
using ParallelApproval.Scans;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Scans;

/// <summary>Who reads which scan: whoever sees the persons of a case; for anybody else there are none.</summary>
internal sealed class ScanReader(ScanQueries scans, CaseReaders readers)
{
    public async Task<ErrorOr<IReadOnlyList<Scan>>> OfCaseAsync(CaseNumber number, Caller caller, CancellationToken cancellation) =>
        await readers.MaySeePersonsAsync(number, caller, cancellation)
            ? ErrorOrFactory.From(await scans.OfCaseAsync(number, cancellation))
            : FrontRefusals.HiddenCase(number);

    public async Task<ErrorOr<Scan>> FindAsync(CaseNumber number, int scan, Caller caller, CancellationToken cancellation) =>
        !await readers.MaySeePersonsAsync(number, caller, cancellation) ? FrontRefusals.HiddenCase(number)
        : await scans.FindAsync(number, scan, cancellation) is { } found ? found
        : ScanRefusals.NoSuchScan(number, scan);

    public Task<ErrorOr<byte[]>> ContentAsync(Scan scan, CancellationToken cancellation) => scans.ContentAsync(scan, cancellation);
}
