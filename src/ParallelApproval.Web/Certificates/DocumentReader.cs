using ErrorOr;
using ParallelApproval.Certificates;
using ParallelApproval.Identities;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Certificates;

/// <summary>Who reads which paper: whoever sees the persons of a case reads its papers; for anybody else there are none.</summary>
internal sealed class DocumentReader(DocumentQueries documents, CaseReaders readers)
{
    public async Task<ErrorOr<IReadOnlyList<Document>>> OfCaseAsync(CaseNumber number, Caller caller, CancellationToken cancellation) =>
        await readers.MaySeePersonsAsync(number, caller, cancellation)
            ? ErrorOrFactory.From(await documents.OfCaseAsync(number, cancellation))
            : FrontRefusals.HiddenCase(number);

    public async Task<ErrorOr<Document>> FindAsync(string number, Caller caller, CancellationToken cancellation) =>
        await documents.FindAsync(number, cancellation) is { } document
        && await readers.MaySeePersonsAsync(document.Case, caller, cancellation)
            ? document
            : FrontRefusals.NoSuchDocument(number);
}
