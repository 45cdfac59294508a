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
            var others = ofCase.Any(heard => heard.Event.Kind == nameof(CaseReceived)) ? await OthersAsync(ofCase.Key, cancellation) : [];
            var trail = await audit.OfCaseAsync(ofCase.Key, cancellation);
            var found = await store.LookAsync(
                ofCase.Key,
                Act.OfSystem(time),
                file =>
                {
                    var facts = FactsOf(file, trail, others);
                    return ofCase.SelectMany(heard => Judge(heard, facts)).ToList();
                },
                cancellation,
                Contents.Papers
            );
            if (found is { Count: > 0 })
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

    private CaseFacts FactsOf(CaseFile file, IReadOnlyList<RecordedEvent> trail, IReadOnlyList<OtherCase> others) =>
        new(
            file,
            catalogue.ItemOf(file),
            [.. trail.Select(line => new Heard(file.Number, 0, line))],
            others,
            answerers,
            deadlines,
            file.Act.At
        );

    // The applicant's other cases matter when he applies, and at no other time.
    private async Task<IReadOnlyList<OtherCase>> OthersAsync(CaseNumber number, CancellationToken cancellation)
    {
        var of = await store.LookAsync(
            number,
            Act.OfSystem(time),
            seen => seen.Applicant is { } applicant ? Tuple.Create(seen.Case.ItemCode, applicant.IdNumber) : null,
            cancellation,
            Contents.Papers
        );
        if (of is not var (item, idNumber))
            return [];
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var key = number.Key;
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
