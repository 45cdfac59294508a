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
    CaseQueries cases,
    CatalogueRegister catalogue,
    PointCatalogue points,
    Answerers answerers,
    Deadlines deadlines,
    RaiseCards cards,
    TimeProvider time
) : IListener
{
    public string Name => "supervision";

    public IReadOnlyCollection<Type> Kinds { get; } = [.. points.Watching.SelectMany(pair => pair.Point.Kinds).Distinct()];

    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        foreach (var ofCase in batch.GroupBy(heard => heard.Case))
        {
            var earlier = ofCase.Any(heard => heard.Event.Kind == nameof(CaseReceived))
                ? await EarlierAsync(ofCase.Key, cancellation)
                : null;
            var trail = await audit.OfCaseAsync(ofCase.Key, cancellation);
            var found = await store.LookAsync(
                ofCase.Key,
                Act.OfSystem(time),
                file =>
                {
                    var facts = FactsOf(file, trail, earlier);
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

    private CaseFacts FactsOf(CaseFile file, IReadOnlyList<RecordedEvent> trail, EarlierCase? earlier) =>
        new(
            file,
            catalogue.ItemOf(file),
            [.. trail.Select(line => new Heard(file.Number, 0, line))],
            earlier,
            answerers,
            deadlines,
            file.Act.At
        );

    // The applicant's other cases matter when he applies, and at no other time.
    private async Task<EarlierCase?> EarlierAsync(CaseNumber number, CancellationToken cancellation)
    {
        var of = await store.LookAsync(
            number,
            Act.OfSystem(time),
            seen => seen.Applicant is { } applicant ? Tuple.Create(seen.Case, applicant.IdNumber) : null,
            cancellation,
            Contents.Papers
        );
        return of is var (received, idNumber) ? await cases.EarlierAsync(received, idNumber, cancellation) : null;
    }
}
