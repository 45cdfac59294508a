using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Organisation;

namespace ParallelApproval.Synthesis;

/// <summary>
/// 装载仿真全区: fills the database with a district of full size, so that every screen and report can be judged at real size. The cases are played by the house's own
/// rules at instants of the past two years and end today: the newest are open. The same seed gives the same district, but for query codes.
/// </summary>
/// <param name="Cases">How many cases are received.</param>
/// <param name="Seed">Of all random numbers.</param>
public sealed record LoadDistrict(int Cases = 220_000, int Seed = 2026);

/// <summary>How far it has come.</summary>
public sealed record LoadProgress(int Done, int Total, TimeSpan Elapsed);

/// <summary>What was loaded.</summary>
/// <param name="LeftOut">Cases that the house refused, e.g. because the same matter of the same person was open.</param>
public sealed record LoadedDistrict(int Cases, int LeftOut, TimeSpan Elapsed);

/// <inheritdoc cref="LoadDistrict"/>
public sealed class LoadDistrictHandler(NpgsqlDataSource source, IDbContextFactory<ApprovalDbContext> contexts, Library library, Relay relay, TimeProvider time, ILogger<LoadDistrictHandler> log)
{
    private const int CasesInOneCommit = 60;
    private static readonly int Players = Math.Max(2, Environment.ProcessorCount + 1);

    /// <exception cref="InvalidOperationException">There are cases already: a district is loaded into an empty one only.</exception>
    public async Task<LoadedDistrict> HandleAsync(LoadDistrict command, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await RefuseTwiceAsync(cancellation);
        await PutBodiesAndItemsAsync(command.Seed, cancellation);
        await using var house = Rehearsal();
        await house.GetRequiredService<Library>().RefreshAsync(cancellation);
        var days = WorkingDays(house.GetRequiredService<CalendarBook>().Current);
        var items = new ItemLottery(house.GetRequiredService<CatalogueBook>().Current.AllInForce(days[0]), command.Seed);
        var (next, done, leftOut) = (-1, 0, 0);
        var perDay = (command.Cases + days.Count - 1) / days.Count;

        async Task PlayAsync()
        {
            var stage = Stage(house, command.Seed);
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await DoAsync(connection, "SET synchronous_commit = off", cancellation);
            var plays = new List<CasePlay>();
            while (Interlocked.Increment(ref next) is var index && index < command.Cases && !cancellation.IsCancellationRequested)
            {
                var script = CaseScript.Draw(command.Seed, index, days[index / perDay], index % perDay + 1, items);
                if (script.At <= time.GetUtcNow() && await stage.PlayAsync(script) is { } play) plays.Add(play);
                else Interlocked.Increment(ref leftOut);
                if (plays.Count == CasesInOneCommit) Interlocked.Add(ref leftOut, await StoreAsync(connection, plays, cancellation));
                if (Interlocked.Increment(ref done) % 500 == 0) progress?.Report(new(done, command.Cases, watch.Elapsed));
            }

            Interlocked.Add(ref leftOut, await StoreAsync(connection, plays, cancellation));
        }

        await Task.WhenAll(Enumerable.Range(0, Players).Select(_ => Task.Run(PlayAsync, cancellation)));
        cancellation.ThrowIfCancellationRequested();
        await SettleAsync(cancellation);
        // The rooms that are told now must know the bodies and items they are told of.
        await library.RefreshAsync(cancellation);
        while (!(await relay.RunOnceAsync(cancellation)).IsAll) await Task.Yield();
        progress?.Report(new(command.Cases, command.Cases, watch.Elapsed));
        log.LogInformation("The district has been loaded: {Cases} cases in {Elapsed}, {LeftOut} left out.", command.Cases - leftOut, watch.Elapsed, leftOut);
        return new(command.Cases - leftOut, leftOut, watch.Elapsed);
    }

    private async Task RefuseTwiceAsync(CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand("SELECT EXISTS (SELECT FROM cases)");
        if (await ask.ExecuteScalarAsync(cancellation) is true)
            throw new InvalidOperationException("Expected a district without cases, but there are some: load it into a new data folder, with ParallelApproval__SampleCases=false.");
    }

    private async Task PutBodiesAndItemsAsync(int seed, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var (bodies, officers) = (await db.Set<Department>().Select(body => body.Code).ToListAsync(cancellation), await db.Set<Officer>().Select(officer => officer.UserName).ToListAsync(cancellation));
        db.AddRange(SyntheticBodies.Departments().Where(body => !bodies.Contains(body.Code)));
        var hash = Passwords.Hash(SampleOrganisation.Password);
        var fresh = SyntheticBodies.Officers().Where(officer => !officers.Contains(officer.UserName)).Select(officer => officer.ToOfficer(hash, time.GetUtcNow())).ToList();
        db.AddRange(fresh);
        db.AddRange(SyntheticBodies.Letters(fresh, (await db.Set<Officer>().FirstOrDefaultAsync(officer => officer.UserName == "manager", cancellation))?.Id ?? Guid.CreateVersion7()));
        var papers = SampleDistrict.Materials().ToDictionary(paper => paper.Code);
        db.AddRange(SyntheticItems.Make(seed).Select(draft => new ServiceItemVersion { ItemCode = draft.ItemCode, Version = 1, Item = draft.ToItem(1, papers), PublishedAt = time.GetUtcNow() }));
        foreach (var book in (string[])[OfficerBook.Name, CatalogueBook.Name]) await Library.NewEditionAsync(db, book, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    // The whole house once more, but for the cabinet and the numbers: what every room does, it does here, too.
    private ServiceProvider Rehearsal()
    {
        var services = new ServiceCollection().AddLogging().AddHouse();
        services.AddSingleton(time).AddSingleton(source).AddSingleton(contexts);
        services.AddScoped(_ => contexts.CreateDbContext());
        services.AddSingleton<PlayedCabinet>().AddSingleton<CaseCabinet>(provider => provider.GetRequiredService<PlayedCabinet>());
        services.AddSingleton<PlayedOversight>().AddSingleton<PlayedVoices>();
        services.AddSingleton<PlayedNumbers>().AddSingleton<CaseNumbers>(provider => provider.GetRequiredService<PlayedNumbers>());
        return services.BuildServiceProvider();
    }

    private CaseStage Stage(IServiceProvider house, int seed) => ActivatorUtilities.CreateInstance<CaseStage>(house, seed, time.OfficialNow());

    private List<DateOnly> WorkingDays(WorkingCalendar calendar)
    {
        var today = time.OfficialToday();
        var days = new List<DateOnly>();
        for (var day = today.AddYears(-2).AddDays(1); day <= today; day = day.AddDays(1))
            if (calendar.IsWorkingDay(day) is { IsError: false, Value: true }) days.Add(day);
        return days;
    }

    // Two open cases of one person for one matter cannot be; whichever comes second is left out.
    private static async Task<int> StoreAsync(NpgsqlConnection connection, List<CasePlay> plays, CancellationToken cancellation)
    {
        if (plays.Count == 0) return 0;
        var refused = 0;
        try
        {
            await StoreTogetherAsync(connection, plays, cancellation);
        }
        catch (PostgresException twice) when (twice.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            await DoAsync(connection, "ROLLBACK", cancellation);
            foreach (var play in plays) refused += await TryStoreAsync(connection, play, cancellation) ? 0 : 1;
        }

        plays.Clear();
        return refused;
    }

    private static async Task<bool> TryStoreAsync(NpgsqlConnection connection, CasePlay play, CancellationToken cancellation)
    {
        try
        {
            await StoreTogetherAsync(connection, [play], cancellation);
            return true;
        }
        catch (PostgresException twice) when (twice.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            await DoAsync(connection, "ROLLBACK", cancellation);
            return false;
        }
    }

    private static async Task StoreTogetherAsync(NpgsqlConnection connection, IReadOnlyCollection<CasePlay> plays, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("BEGIN"));
        foreach (var statement in plays.SelectMany(play => play.Script)) batch.BatchCommands.Add(statement);
        batch.BatchCommands.Add(new("COMMIT"));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    // Today's running numbers go on after those that were played. What supervision made of the cases was played with them; papers and messages of the past are not made.
    private async Task SettleAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await DoAsync(connection, """
            INSERT INTO case_number_blocks (region, day, taken)
            SELECT (case_key / 10000000000000)::text, to_date((case_key / 100000 % 100000000)::text, 'YYYYMMDD'), max(case_key % 100000)::int FROM cases GROUP BY 1, 2
            ON CONFLICT (region, day) DO UPDATE SET taken = greatest(case_number_blocks.taken, excluded.taken)
            """, cancellation);
        await DoAsync(connection, "INSERT INTO listeners (name, position) SELECT name, (SELECT coalesce(max(position), 0) FROM case_events) FROM unnest(ARRAY['supervision', 'documents', 'notices']) AS told (name) ON CONFLICT (name) DO UPDATE SET position = excluded.position", cancellation);
        await DoAsync(connection, "VACUUM (ANALYZE)", cancellation);
    }

    private static async Task DoAsync(NpgsqlConnection connection, string statement, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
