using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Notices;

/// <summary>What messages need to know of cases, read for a whole batch at once.</summary>
internal sealed class CasesTold(NpgsqlDataSource source, CatalogueRegister catalogue, Vault vault)
{
    public async Task<Dictionary<long, CaseTold>> ReadAsync(IEnumerable<CaseNumber> cases, CancellationToken cancellation) =>
        (await source.ReadAsync(CaseReading.Of(cases), cancellation)).ToDictionary(fact => fact.Number.Key, Told);

    private CaseTold Told(CaseFact fact)
    {
        var item = catalogue.Current.Version(fact.ItemCode, fact.ItemVersion);
        return new(
            new(fact.Number.ToString(), new(fact.ItemName, item?.NameEn ?? fact.ItemName)),
            fact.Delivery,
            fact.PhoneBy(vault),
            fact.Status,
            fact.Branches.ToDictionary(branch => branch.Number),
            fact.Branches.ToDictionary(
                branch => branch.Number,
                branch => new Said(
                    branch.Result,
                    item?.Branches.FirstOrDefault(part => part.Number == branch.Number)?.CertificateEn ?? branch.Result
                )
            ),
            // The review of a lower tier is drawn into a flow and stands in no item.
            item?.Branches.Where(part => part.Kind is BranchKind.Certificate).Select(part => part.Number).ToHashSet()
                ?? []
        );
    }
}

/// <summary>A case as messages speak of it.</summary>
/// <param name="Deciding">The branches that grant or refuse; others give an opinion, or review for those above.</param>
internal sealed record CaseTold(
    Told Facts,
    DeliveryWay Delivery,
    string? Phone,
    CaseStatus Status,
    IReadOnlyDictionary<int, BranchFact> Branches,
    IReadOnlyDictionary<int, Said> Results,
    IReadOnlySet<int> Deciding
);
