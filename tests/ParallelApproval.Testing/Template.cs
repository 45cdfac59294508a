using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Events;

namespace ParallelApproval.Testing;

/// <summary>A database that is filled once in a test run, to be copied by every test that wants one like it.</summary>
/// <param name="Name">Unique in a test run.</param>
/// <param name="FillAsync">Fills it, as the role that owns it.</param>
public sealed record Template(string Name, Func<NpgsqlDataSource, CancellationToken, Task> FillAsync)
{
    /// <summary>No table.</summary>
    public static Template Empty { get; } = new("template_empty", (_, _) => Task.CompletedTask);

    /// <summary>Every table of the house, and no row.</summary>
    public static Template Tables { get; } = new("template_tables", async (source, cancellation) =>
        {
            await using (var context = TestDatabase.ContextOn(source))
                await context.Database.MigrateAsync(cancellation);
            await using var house = TestHouse.On(source, TimeProvider.System);
            await house.Get<TrailSetup>().EstablishAsync(cancellation);
        });

    /// <summary>The sample district as a demonstration has it: catalogue, calendars, accounts, workflow definitions.</summary>
    public static Template District { get; } = new("template_district", async (source, cancellation) =>
        {
            await using var house = TestHouse.On(source, TimeProvider.System);
            (await House.OpenAsync(house.Services, withSample: true, cancellation)).ShouldBeEmpty();
        });
}
