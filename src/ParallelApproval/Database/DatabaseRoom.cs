using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ParallelApproval.Database;

/// <summary>What the room offers to the container, and how other rooms put their books and drawers into it.</summary>
public static class DatabaseRoom
{
    public static IServiceCollection AddDatabase(this IServiceCollection services) =>
        services.AddSingleton<CaseCabinet>().AddSingleton<Library>().AddSingleton<DatabaseSetup>().AddSingleton<ForgetOldKeys>();

    /// <summary>A book that every node keeps in memory.</summary>
    public static IServiceCollection AddBook<T>(this IServiceCollection services) where T : class, IBook =>
        services.AddSingleton<T>().AddSingleton<IBook>(provider => provider.GetRequiredService<T>());

    /// <summary>A drawer of the case file; drawers are read and written in the order of registration, lower floors first.</summary>
    public static IServiceCollection AddDrawer<T>(this IServiceCollection services) where T : IDrawer, new() =>
        services.AddSingleton<Func<IDrawer>>(static () => new T());
}
