using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Evaluations;

/// <summary>
/// Notes what can be rated (应评服务): every visit to the hall, and every matter that has come to its end. A withdrawn case is no service; its
/// visits are.
/// </summary>
internal sealed class NoteServices(NpgsqlDataSource source, HouseStore house, CatalogueRegister catalogue) : IListener
{
    private const string Note = """
        INSERT INTO services_given (case_key, service, kind, at, department, officer)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6) ON CONFLICT (case_key, service) DO NOTHING
        """;

    public string Name => "services-given";

    public IReadOnlyCollection<Type> Kinds { get; } =
    [typeof(CaseReceived), typeof(MaterialsSupplied), typeof(CaseDelivered), typeof(CaseFinished), typeof(CaseDeclined)];

    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        var leads = await LeadsAsync(batch, cancellation);
        var given = batch
            .Where(heard => heard.As<CaseFinished>()?.Result is not (CaseStatus.Withdrawn or CaseStatus.AcceptanceRevoked))
            .ToList();
        await house.NoteAsync(
            statements =>
                statements.Add(
                    Note,
                    Statements.Value(given.Select(heard => heard.Case.Key).ToArray()),
                    Statements.Value(given.Select(heard => heard.Event.Sequence).ToArray()),
                    Statements.Value(given.Select(heard => KindOf(heard).ToString()).ToArray()),
                    Statements.Instants([.. given.Select(heard => (DateTimeOffset?)heard.Event.At)]),
                    Statements.Value(
                        given
                            .Select(heard => KindOf(heard) is ServiceKind.Matter ? leads[heard.Case.Key] : heard.Event.Department)
                            .ToArray()
                    ),
                    Statements.Texts([.. given.Select(heard => KindOf(heard) is ServiceKind.Matter ? null : heard.Event.UserName)])
                ),
            cancellation
        );
    }

    private static ServiceKind KindOf(Heard heard) =>
        heard.Event.Kind switch
        {
            nameof(CaseReceived) => ServiceKind.Receipt,
            nameof(MaterialsSupplied) => ServiceKind.Supplement,
            nameof(CaseDelivered) => ServiceKind.Delivery,
            _ => ServiceKind.Matter,
        };

    private async Task<Dictionary<long, string>> LeadsAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        var ended = batch.Where(heard => KindOf(heard) is ServiceKind.Matter).Select(heard => heard.Case).ToList();
        if (ended.Count == 0)
            return [];
        return (await source.ReadAsync(CaseReading.Of(ended), cancellation)).ToDictionary(
            fact => fact.Number.Key,
            fact => catalogue.Version(fact.ItemCode, fact.ItemVersion).LeadDepartmentCode
        );
    }
}
