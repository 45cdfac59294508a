using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Synthesis;

/// <summary>That a synthetic district was loaded, or is being loaded (仿真装载记录).</summary>
internal sealed class DistrictLoadRow
{
    public int Seed { get; init; }

    public int Cases { get; init; }

    /// <summary>The instant that is now in the play, whenever it goes on.</summary>
    public DateTimeOffset BegunAt { get; init; }

    /// <summary>Null until it is done.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed class DistrictLoadTable : IEntityTypeConfiguration<DistrictLoadRow>
{
    public void Configure(EntityTypeBuilder<DistrictLoadRow> table) => table.ToTable("district_loads").HasKey(row => row.Seed);
}

/// <summary>A load that has begun.</summary>
/// <param name="At">Now, in the play; in Shanghai.</param>
/// <param name="Stored">Keys of the cases that are stored already.</param>
internal sealed record BegunLoad(DateTimeOffset At, IReadOnlySet<long> Stored);

/// <summary>
/// What comes before the first case and after the last (仿真装载的首尾): bodies, officers, items; running numbers, listeners, statistics.
/// </summary>
internal sealed class DistrictLedger(
    IDbContextFactory<ApprovalDbContext> contexts,
    NpgsqlDataSource source,
    SchemaOwner owner,
    TimeProvider time
)
{
    // Listeners whose part was played along with the cases, or whose papers and messages of the past are not made.
    private static readonly string[] Played = ["supervision", "lapsing-cards", "documents", "notices"];

    /// <exception cref="InvalidOperationException">The database is not empty, and this is not the load that was broken off.</exception>
    public async Task<BegunLoad> BeginAsync(LoadDistrict command, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Set<DistrictLoadRow>().SingleOrDefaultAsync(cancellation) is { } broken)
        {
            if (broken.EndedAt is not null)
                throw new InvalidOperationException(
                    $"Expected a district without cases, but one was loaded on {broken.EndedAt.Value.InShanghai():yyyy-MM-dd}: load "
                        + "another into a new data folder."
                );
            if ((broken.Seed, broken.Cases) != (command.Seed, command.Cases))
                throw new InvalidOperationException(
                    $"Expected the load that was broken off to go on, but this is another: use --cases {broken.Cases} --seed "
                        + $"{broken.Seed}, or a new data folder."
                );
            return new(
                broken.BegunAt.InShanghai(),
                (await db.Set<CaseRow>().Select(row => row.CaseKey).ToListAsync(cancellation)).ToHashSet()
            );
        }

        if (await db.Set<CaseRow>().AnyAsync(cancellation))
            throw new InvalidOperationException(
                "Expected a district without cases, but there are some: load it into a new data folder, with "
                    + "ParallelApproval__SampleCases=false."
            );
        var now = time.OfficialNow();
        db.Add(
            new DistrictLoadRow
            {
                Seed = command.Seed,
                Cases = command.Cases,
                BegunAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)).ToUniversalTime(),
            }
        );
        await HouseStore.LoadAsync(db, "synthetic-district", () => PutBodiesAndItemsAsync(db, command.Seed, cancellation), cancellation);
        return new(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)), new HashSet<long>());
    }

    private async Task<IReadOnlyList<string>> PutBodiesAndItemsAsync(ApprovalDbContext db, int seed, CancellationToken cancellation)
    {
        var bodies = await db.Set<Department>().ToDictionaryAsync(body => body.Code, cancellation);
        var officers = await db.Set<Officer>().Select(officer => officer.UserName).ToListAsync(cancellation);
        foreach (var body in SyntheticBodies.Departments())
            if (bodies.TryAdd(body.Code, body))
                db.Add(body);
        db.AddRange(SyntheticBodies.Windows());
        var hash = Passwords.Hash(SampleOrganisation.Password);
        var fresh = SyntheticBodies
            .Officers()
            .Where(officer => !officers.Contains(officer.UserName))
            .Select(officer => officer.ToOfficer(hash, time.GetUtcNow()))
            .ToList();
        db.AddRange(fresh);
        var head = await db.Set<Officer>().FirstOrDefaultAsync(officer => officer.UserName == "manager", cancellation);
        var made = SyntheticItems.Make(seed);
        db.AddRange(SyntheticBodies.Letters(fresh, [.. SampleDistrict.Items(), .. made], bodies, head?.Id ?? Guid.CreateVersion7()));
        var papers = SampleDistrict.Materials().ToDictionary(paper => paper.Code);
        db.AddRange(
            made.Select(draft => new ServiceItemVersion
            {
                ItemCode = draft.ItemCode,
                Version = 1,
                Item = draft.ToItem(1, papers),
                PublishedAt = time.GetUtcNow(),
            })
        );
        return [OfficerRegister.Name, CatalogueRegister.Name];
    }

    /// <summary>
    /// Today's running numbers go on after those that were played. What supervision made of the cases was played with them; papers and
    /// messages of the past are not made.
    /// </summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        await DoAsync(CaseNumbers.GoOnAfterStored, cancellation);
        await DoAsync(ListenerOffset.SkipThePast, cancellation, Statements.Value(Played));
        await DoAsOwnerAsync("ANALYZE", cancellation);
    }

    /// <summary>The planner and the visibility map know what is there; the load is over.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        await DoAsOwnerAsync("VACUUM (ANALYZE)", cancellation);
        await DoAsync("UPDATE district_loads SET ended_at = now()", cancellation);
    }

    private Task DoAsync(string statement, CancellationToken cancellation, params NpgsqlParameter[] parameters) =>
        DoAsync(source, statement, cancellation, parameters);

    // Tables are swept by whoever owns them.
    private async Task DoAsOwnerAsync(string statement, CancellationToken cancellation)
    {
        await using var asOwner = owner.Open();
        await DoAsync(asOwner ?? source, statement, cancellation);
    }

    private static async Task DoAsync(
        NpgsqlDataSource source,
        string statement,
        CancellationToken cancellation,
        params NpgsqlParameter[] parameters
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var longWork = await Pool.TakeTimeAsync(connection, cancellation);
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
