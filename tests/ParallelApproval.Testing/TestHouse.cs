using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Testing;

/// <summary>The whole house on a test's own database, with a clock that the test moves; one node of it.</summary>
public sealed class TestHouse : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private TestDatabase? _database;

    private TestHouse(ServiceProvider services) => _services = services;

    public IServiceProvider Services => _services;

    /// <summary>Stands at 2026-03-02 09:00 in Shanghai, a Monday, until the test moves it.</summary>
    public FakeTimeProvider Clock => (FakeTimeProvider)Get<TimeProvider>();

    public TestDatabase Database => _database ?? throw new InvalidOperationException("This house has no database of its own.");

    /// <summary>A house in the sample district.</summary>
    /// <param name="alsoAdd">What this house has beside its rooms, a listener of the test for instance.</param>
    public static async Task<TestHouse> BuildAsync(
        TestCluster cluster,
        CancellationToken cancellation,
        Action<IServiceCollection>? alsoAdd = null
    )
    {
        var database = await cluster.BorrowAsync(Template.District, cancellation);
        var house = await SecondNodeAsync(database, cancellation, alsoAdd);
        house._database = database;
        return house;
    }

    /// <summary>A house of tables without a row, on a database of its own.</summary>
    public static async Task<TestHouse> EmptyAsync(TestCluster cluster, CancellationToken cancellation)
    {
        var database = await cluster.CopyAsync(Template.Tables, cancellation);
        var house = await SecondNodeAsync(database, cancellation);
        house._database = database;
        return house;
    }

    /// <summary>Another node on the same database.</summary>
    /// <param name="time">Its clock; null for one that the test moves.</param>
    public static async Task<TestHouse> SecondNodeAsync(
        TestDatabase database,
        CancellationToken cancellation,
        Action<IServiceCollection>? alsoAdd = null,
        TimeProvider? time = null
    )
    {
        var house = On(database.OfApplication, time ?? new FakeTimeProvider(new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8))), alsoAdd);
        await house.Get<RegisterCache>().RefreshAsync(cancellation);
        return house;
    }

    /// <summary>Another node on the same database that has read nothing yet, as a process before its start.</summary>
    public static TestHouse BeforeItsStart(TestDatabase database, Action<IServiceCollection>? alsoAdd = null) =>
        On(database.OfApplication, new FakeTimeProvider(new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8))), alsoAdd);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>An act of that account, now by the house's clock.</summary>
    public Act By(string userName, string department, IdempotencyKey? key = null) =>
        Act.By(userName, userName, department, Get<TimeProvider>(), key);

    /// <summary>An act of the sample approver of a department.</summary>
    public Act Approver(string department) => By($"approver-{department.ToLowerInvariant()}", department);

    /// <summary>An act of the sample clerk.</summary>
    public Act Clerk(IdempotencyKey? key = null) => By("clerk", "XZSP", key);

    /// <summary>Lets the listening rooms hear everything that has happened until now, and what they made of it.</summary>
    public async Task HearAsync(CancellationToken cancellation)
    {
        while (await Get<Relay>().RunOnceAsync(cancellation) is not { IsAll: true, Told: 0 })
            await Task.Yield();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    internal static TestHouse On(NpgsqlDataSource source, TimeProvider time, Action<IServiceCollection>? alsoAdd = null)
    {
        var services = new ServiceCollection().AddLogging().AddHouse();
        alsoAdd?.Invoke(services);
        // The setting that a server would read, too: the same tests run on either engine.
        services.TryAddSingleton(new FlowEngineChoice(Environment.GetEnvironmentVariable("ParallelApproval__Engine")));
        services.TryAddSingleton(TrailKeys.Parse(TestKeys.Written));
        services.TryAddSingleton<IWrapKeys>(MasterKeys.Parse(TestKeys.Master));
        services.AddSingleton(time);
        services.AddPool(source);
        return new(services.BuildServiceProvider());
    }
}
