using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace ParallelApproval.Database;

/// <summary>What the room offers to the container, and how other rooms put their books and sections into it.</summary>
public static class DatabaseServiceCollectionExtensions
{
    public static IServiceCollection AddDatabase(this IServiceCollection services)
    {
        services.TryAddSingleton(new DatabaseDisk(folder: null, leastFree: 0));
        services.TryAddSingleton(new CryptoChoice(CryptoProfile.International));
        services.TryAddSingleton(new SchemaOwner(ConnectionString: null));
        services.TryAddSingleton(new DirectServer(ConnectionString: null));
        services.TryAddSingleton(new ReplicaChoice(ConnectionString: null, TimeSpan.Zero));
        return services
            .AddRegister<Vault>()
            .AddSingleton<CaseStore>()
            .AddSingleton<RegisterCache>()
            .AddAwait<RegisterCache>()
            .AddSingleton<Lookout>()
            .AddSingleton<TableSeals>()
            .AddSingleton<DatabaseSetup>()
            .AddSingleton<TrailGuard>()
            .AddSingleton<OwnedSchema>()
            .AddSingleton<DatabaseProbe>()
            .AddSingleton<ReadPool>()
            .AddSingleton<Leases>()
            .AddSingleton<DamagedRecords>()
            .AddSingleton<ForgetOldKeys>()
            .AddSingleton<ProtectionKeys>()
            .AddSingleton<DemoDistance>();
    }

    /// <summary>
    /// The pool of connections and the contexts on it: the one way in which the house gets at its database, in production and in tests. The
    /// container shuts it.
    /// </summary>
    public static IServiceCollection AddPool(this IServiceCollection services, Func<IServiceProvider, NpgsqlDataSource> open) =>
        services.AddSingleton(open).AddContexts();

    /// <summary>The same with a pool that belongs to somebody else, who shuts it.</summary>
    public static IServiceCollection AddPool(this IServiceCollection services, NpgsqlDataSource pool) =>
        services.AddSingleton(pool).AddContexts();

    private static IServiceCollection AddContexts(this IServiceCollection services) =>
        services.AddDbContextFactory<ApprovalDbContext>(
            (provider, options) => ApprovalDbContext.Configure(options, provider.GetRequiredService<NpgsqlDataSource>())
        );

    /// <summary>A book that every node keeps in memory.</summary>
    public static IServiceCollection AddRegister<T>(this IServiceCollection services)
        where T : class, ICachedRegister =>
        services.AddSingleton<T>().AddSingleton<ICachedRegister>(provider => provider.GetRequiredService<T>());

    /// <summary>A service of the container that waits for something in the database.</summary>
    public static IServiceCollection AddAwait<T>(this IServiceCollection services)
        where T : class, IAwait => services.AddSingleton<IAwait>(provider => provider.GetRequiredService<T>());

    /// <summary>A section of the case file; sections are read and written in the order of registration, lower floors first.</summary>
    public static IServiceCollection AddSection<T>(this IServiceCollection services)
        where T : ICaseSection, new() => services.AddSingleton<Func<ICaseSection>>(static () => new T());
}
