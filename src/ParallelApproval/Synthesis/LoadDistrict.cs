using System.Collections.Concurrent;
using System.Diagnostics;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using ParallelApproval.Appraisals;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Installations;

namespace ParallelApproval.Synthesis;

/// <summary>
/// 装载仿真全区: fills the database with a district of full size, so that every screen and report can be judged at real size. The cases are
/// played by the house's own rules at instants of the past two years and end today: the newest are open. The same seed on the same day
/// gives the same district, but for query codes. A load that was broken off goes on where it was when it is given again.
/// </summary>
/// <param name="Cases">How many cases are received.</param>
/// <param name="Seed">Of all random numbers.</param>
public sealed record LoadDistrict(int Cases = 220_000, int Seed = 2026)
{
    /// <summary>Why a case of today is left out: its hour has not come.</summary>
    public const string YetToCome = "yet_to_come";

    /// <summary>Why a case is left out: its applicant has another open for the same item.</summary>
    public const string OpenTwice = "open_twice";
}

/// <summary>How far it has come.</summary>
/// <param name="Fresh">How many were played this time; a load that goes on finds some done.</param>
public sealed record LoadProgress(LoadPhase Phase, int Done, int Fresh, int Total, TimeSpan Elapsed);

/// <summary>What is being done.</summary>
public enum LoadPhase
{
    /// <summary>Cases are played and stored.</summary>
    Playing,

    /// <summary>The rooms that keep results, services and figures are told what happened.</summary>
    Telling,

    /// <summary>Statistics are made for the planner.</summary>
    Tidying,
}

/// <summary>What was loaded.</summary>
/// <param name="LeftOut">Cases that are not there, by the reason: the code of what the house refused, or one of <see
/// cref="LoadDistrict"/>'s own.</param>
public sealed record LoadedDistrict(int Cases, IReadOnlyDictionary<string, int> LeftOut, TimeSpan Elapsed);

/// <inheritdoc cref="LoadDistrict"/>
public sealed class LoadDistrictHandler(
    NpgsqlDataSource source,
    SchemaOwner owner,
    TableSeals seals,
    IDbContextFactory<ApprovalDbContext> contexts,
    RegisterCache registers,
    InstallationRegister installation,
    Relay relay,
    ClosePeriodHandler periods,
    TimeProvider time,
    ILogger<LoadDistrictHandler> log
)
{
    private static readonly int Players = Math.Max(2, Environment.ProcessorCount + 1);

    /// <exception cref="InvalidOperationException">There are cases of another origin, or the district is loaded already: a district is
    /// loaded into an empty database only.</exception>
    public async Task<LoadedDistrict> HandleAsync(LoadDistrict command, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var ledger = new DistrictLedger(contexts, source, owner, time);
        var begun = await ledger.BeginAsync(command, cancellation);
        await using var house = Rehearsal();
        await house.GetRequiredService<RegisterCache>().RefreshAsync(cancellation);
        var days = WorkingDays(house.GetRequiredService<CalendarRegister>().Current, begun.At.OfficialDate());
        var items = new ItemLottery(house.GetRequiredService<CatalogueRegister>().Current.AllInForce(days[0]), command.Seed);
        var (next, done) = (-1, 0);
        var leftOut = new ConcurrentDictionary<string, int>();
        void LeaveOut(string reason, int cases = 1) => leftOut.AddOrUpdate(reason, cases, (_, before) => before + cases);
        var perDay = (command.Cases + days.Count - 1) / days.Count;

        async Task PlayAsync()
        {
            var stage = ActivatorUtilities.CreateInstance<CaseStage>(house, command.Seed, begun.At);
            await using var batch = await PlayedBatch.OpenAsync(source, house.GetRequiredService<PlayedStore>(), cancellation);
            while (Interlocked.Increment(ref next) is var index && index < command.Cases && !cancellation.IsCancellationRequested)
            {
                var (day, running) = (days[index / perDay], index % perDay + 1);
                if (!begun.Stored.Contains(CaseNumber.Of(installation.Region, day, running).Key))
                {
                    var script = CaseScript.Draw(command.Seed, index, day, running, items);
                    var play = script.At > begun.At ? Error.Failure(LoadDistrict.YetToCome) : await stage.PlayAsync(script);
                    if (play.IsError)
                        LeaveOut(play.FirstError.Code);
                    else
                        LeaveOut(LoadDistrict.OpenTwice, await batch.PutAsync(play.Value, cancellation));
                }

                if (Interlocked.Increment(ref done) % 500 == 0)
                    progress?.Report(new(LoadPhase.Playing, done, done - begun.Stored.Count, command.Cases, watch.Elapsed));
            }

            LeaveOut(LoadDistrict.OpenTwice, await batch.StoreAsync(cancellation));
        }

        await Task.WhenAll(Enumerable.Range(0, Players).Select(_ => Task.Run(PlayAsync, cancellation)));
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new(LoadPhase.Telling, command.Cases, command.Cases, command.Cases, watch.Elapsed));
        await ledger.SettleAsync(cancellation);
        // The rooms that are told now must know the bodies and items they are told of.
        await registers.RefreshAsync(cancellation);
        while (!(await relay.RunOnceAsync(cancellation)).IsAll)
            await Task.Yield();
        await periods.CloseDueAsync(cancellation);
        progress?.Report(new(LoadPhase.Tidying, command.Cases, command.Cases, command.Cases, watch.Elapsed));
        await ledger.EndAsync(cancellation);
        var loaded = new LoadedDistrict(
            command.Cases - leftOut.Values.Sum(),
            leftOut.Where(reason => reason.Value > 0).ToDictionary(),
            watch.Elapsed
        );
        log.LogInformation(
            "The district has been loaded: {Cases} cases in {Elapsed}, left out: {LeftOut}.",
            loaded.Cases,
            loaded.Elapsed,
            loaded.LeftOut
        );
        return loaded;
    }

    // The whole house once more, but for the store and the numbers: what every room does, it does here, too.
    private ServiceProvider Rehearsal()
    {
        var services = new ServiceCollection().AddLogging().AddHouse();
        services.AddSingleton(time).AddSingleton(source).AddSingleton(contexts).AddSingleton(seals.Keys).AddSingleton(seals.Vault);
        services.AddScoped(_ => contexts.CreateDbContext());
        services.AddSingleton<PlayedStore>().AddSingleton<CaseStore>(provider => provider.GetRequiredService<PlayedStore>());
        services.AddSingleton<PlayedOversight>().AddSingleton<PlayedVoices>().AddSingleton<PlayedTiers>();
        services.AddSingleton<PlayedNumbers>().AddSingleton<CaseNumbers>(provider => provider.GetRequiredService<PlayedNumbers>());
        return services.BuildServiceProvider();
    }

    private static List<DateOnly> WorkingDays(WorkingCalendar calendar, DateOnly today)
    {
        var days = new List<DateOnly>();
        for (var day = today.AddYears(-2).AddDays(1); day <= today; day = day.AddDays(1))
            if (calendar.IsWorkingDay(day) is { IsError: false, Value: true })
                days.Add(day);
        return days;
    }
}
