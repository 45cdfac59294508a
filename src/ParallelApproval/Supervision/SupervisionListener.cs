using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>
/// Supervision hears what happened and lets every point that is interested judge it (实时监察). A case of which several things happened is read
/// once. Hearing something twice changes nothing.
/// </summary>
internal sealed class SupervisionListener(
    CaseStore store,
    AuditQueries audit,
    IDbContextFactory<ApprovalDbContext> contexts,
    CatalogueRegister catalogue,
    PointCatalogue points,
    Answerers answerers,
    Deadlines deadlines,
    RaiseCards cards,
    TimeProvider time,
    Vault vault
) : IListener
{
    public string Name => "supervision";

    public IReadOnlyCollection<Type> Kinds { get; } = [.. points.Watching.SelectMany(pair => pair.Point.Kinds).Distinct()];

    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        foreach (var ofCase in batch.GroupBy(heard => heard.Case))
        {
            var isReceived = ofCase.Any(heard => heard.Event.Kind == nameof(CaseReceived));
            if (await FactsAsync(ofCase.Key, isReceived, cancellation) is not { } facts)
                continue;
            var found = ofCase.SelectMany(heard => Judge(heard, facts)).ToList();
            if (found.Count > 0)
                await cards.RaiseAsync(found, cancellation);
        }
    }

    private IEnumerable<Finding> Judge(Heard heard, CaseFacts facts)
    {
        var then = facts.UpTo(heard);
        return points
            .Watching.Where(pair => pair.Point.Kinds.Any(kind => kind.Name == heard.Event.Kind))
            .SelectMany(pair => pair.Point.Judge(heard, then, pair.Settings));
    }

    // The applicant's other cases matter when he applies, and at no other time.
    private async Task<CaseFacts?> FactsAsync(CaseNumber number, bool isReceived, CancellationToken cancellation)
    {
        if (await store.ReadAsync(number, Act.OfSystem(time), cancellation) is not { } file)
            return null;
        var trail = await audit.OfCaseAsync(number, cancellation);
        var others = isReceived && file.Applicant is { } applicant ? await OthersAsync(file, applicant.IdNumber, cancellation) : [];
        return new(
            file,
            catalogue.ItemOf(file),
            [.. trail.Select(line => new Heard(number, 0, line))],
            others,
            answerers,
            deadlines,
            file.Act.At
        );
    }

    private async Task<IReadOnlyList<OtherCase>> OthersAsync(CaseFile file, string idNumber, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (key, item) = (file.Number.Key, file.Case.ItemCode);
        var marked = CaseQueries.Marked(db, ApplicantMarks.OfNumber(idNumber, vault));
        var rows = await (
            from application in db.Set<ApplicationRow>().AsNoTracking()
            where marked.Contains(application.CaseKey) && application.CaseKey != key
            join row in db.Set<CaseRow>() on application.CaseKey equals row.CaseKey
            where row.ItemCode == item
            orderby row.CaseKey descending
            select row
        )
            .Take(100)
            .ToListAsync(cancellation);
        return
        [
            .. rows.Select(row => new OtherCase(
                new CaseNumber(row.CaseKey).ToString(),
                row.Status,
                row.ReceivedAt.InShanghai(),
                row.ClosedAt?.InShanghai()
            )),
        ];
    }
}
