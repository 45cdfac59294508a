using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;

namespace ParallelApproval.Supervision;

/// <summary>What the patrol lets a point look at (巡查范围).</summary>
internal sealed record PatrolGround(
    ApprovalDbContext Db,
    CatalogueRegister Catalogue,
    SupervisionFiles Files,
    Answerers Answerers,
    Deadlines Deadlines,
    DamagedRecords Damaged,
    DateTimeOffset Now
)
{
    /// <summary>What a point takes up in one patrol; the rest is found by the next one.</summary>
    public const int MostAtOnce = 1_000;

    public DateOnly Today => Now.OfficialDate();

    /// <summary>The item under which a case was received.</summary>
    public ServiceItem Item(CaseRow row) => Catalogue.Version(row.ItemCode, row.ItemVersion);
}

/// <summary>
/// A room that knows facts of a kind which a point judges (事实来源). Those that it tells are judged at every patrol; telling one again does no
/// harm.
/// </summary>
public interface IFactSource<TFact>
{
    /// <summary>The facts that are open at that instant, or have changed lately.</summary>
    Task<IReadOnlyList<TFact>> TellAsync(DateTimeOffset now, CancellationToken cancellation);
}

internal static class FactSources
{
    /// <summary>What all of them tell.</summary>
    public static async Task<IReadOnlyList<TFact>> AllAsync<TFact>(
        this IEnumerable<IFactSource<TFact>> sources,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var facts = new List<TFact>();
        foreach (var source in sources)
            facts.AddRange(await source.TellAsync(now, cancellation));
        return facts;
    }
}
