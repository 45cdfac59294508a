using Microsoft.Extensions.Logging.Abstractions;
using ParallelApproval.Cases;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>A private PostgreSQL is copied while it is worked on, and put back as it was at an instant.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class BackupTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_decided_until_an_instant_is_there_again_and_what_came_later_is_not()
    {
        await using var folder = new ScratchFolder();
        await using var elsewhere = new ScratchFolder();
        var archive = Path.Combine(folder.Path, "archive");
        var (first, second, third) = (default(CaseNumber), default(CaseNumber), default(CaseNumber));
        string backup;
        DateTimeOffset between;
        await using (var postgres = await StartAsync(folder.Options(Durability.Durable) with { ArchiveFolder = archive }))
        await using (var database = new TestDatabase(postgres.ConnectionString))
        {
            await using (var opening = TestHouse.On(database.Source, new Microsoft.Extensions.Time.Testing.FakeTimeProvider()))
                (await House.OpenAsync(opening.Services, withSample: true, Cancellation)).ShouldBeEmpty();
            await using var house = await TestHouse.SecondNodeAsync(database, Cancellation);
            first = await house.ReceiveAsync();
            backup = await postgres.BackUpAsync(Path.Combine(folder.Path, "backups"), Cancellation);
            second = await house.ReceiveAsync();
            between = new(await database.AskAsync<DateTime>("SELECT clock_timestamp()", Cancellation));
            third = await house.ReceiveAsync();
        }

        var target = elsewhere.Options(Durability.Durable) with { ArchiveFolder = archive };
        await EmbeddedPostgres.RestoreAsync(target, backup, between, NullLogger.Instance, Cancellation);
        await using var restored = await StartAsync(elsewhere.Options(Durability.Durable));
        await using var there = new TestDatabase(restored.ConnectionString);
        await using var again = await TestHouse.SecondNodeAsync(there, Cancellation);
        (await again.Get<CaseStore>().ReadAsync(first, again.Clerk(), Cancellation)).ShouldNotBeNull();
        (await again.Get<CaseStore>().ReadAsync(second, again.Clerk(), Cancellation)).ShouldNotBeNull();
        (await again.Get<CaseStore>().ReadAsync(third, again.Clerk(), Cancellation)).ShouldBeNull();
        var audit = await again.Get<AuditQueries>().VerifyAsync(Cancellation);
        (audit.Holds, audit.Cases).ShouldBe((true, 2));
        // It goes on from there.
        (await again.ReceiveAsync()).ShouldNotBe(second);
    }

    [Fact]
    public async Task A_restore_goes_over_no_cluster_and_takes_no_damaged_backup()
    {
        await using var folder = new ScratchFolder();
        await using var elsewhere = new ScratchFolder();
        string backup;
        await using (var postgres = await StartAsync(folder.Options(Durability.Durable)))
        {
            backup = await postgres.BackUpAsync(Path.Combine(folder.Path, "backups"), Cancellation);
            (await RefusalAsync(folder, backup)).ShouldContain("never goes over one");
        }

        (await RefusalAsync(elsewhere, folder.Path)).ShouldContain("to be a backup");
        (await RefusalAsync(elsewhere, backup, until: DateTimeOffset.UnixEpoch)).ShouldContain("none is named");
        var page = Directory.GetFiles(Path.Combine(backup, "base", "base", "1"), "1259").Single();
        var bytes = await File.ReadAllBytesAsync(page, Cancellation);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(page, bytes, Cancellation);
        (await RefusalAsync(elsewhere, backup)).ShouldContain("to be whole");
        elsewhere.Cluster.HasCluster.ShouldBeFalse();
    }

    private static Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options) =>
        EmbeddedPostgres.StartAsync(options, NullLogger.Instance, Cancellation);

    private static async Task<string> RefusalAsync(ScratchFolder into, string backup, DateTimeOffset? until = null) =>
        (
            await Should.ThrowAsync<EmbeddedPostgresException>(() =>
                EmbeddedPostgres.RestoreAsync(into.Options(Durability.Durable), backup, until, NullLogger.Instance, Cancellation)
            )
        ).Message;
}
