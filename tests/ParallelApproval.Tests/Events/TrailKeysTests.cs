using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Events;

/// <summary>The keys of the trail lie outside of the database, and it is opened with no others.</summary>
public sealed class TrailKeysTests(TestCluster cluster) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keys-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string KeyFile => Path.Combine(_folder.FullName, "trail.keys");

    [Fact]
    public void Keys_are_written_once_for_the_owner_alone_and_read_again()
    {
        var made = TrailKeys.OfFile(KeyFile);
        made.IsNew.ShouldBeTrue();
        File.Exists(KeyFile).ShouldBeFalse("nothing is written before the database is known to have none");
        made.Keep();
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var read = TrailKeys.OfFile(KeyFile);
        read.IsNew.ShouldBeFalse();
        read.Seal("words"u8).ShouldBe(made.Seal("words"u8));
    }

    [Fact]
    public void After_a_new_key_the_old_one_goes_on_verifying_also_in_another_process()
    {
        var keys = TrailKeys.OfFile(KeyFile);
        keys.Keep();
        var (other, first, old) = (TrailKeys.OfFile(KeyFile), keys.Current, keys.Seal("words"u8));
        var second = keys.Rotate();
        second.ShouldNotBe(first);
        keys.IsSealed(first, "words"u8, old).ShouldBeTrue();
        other.IsSealed(second, "words"u8, keys.Seal("words"u8)).ShouldBeTrue("it reads the file again");
        keys.IsSealed(second, "words"u8, old).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("k1")]
    [InlineData("k1 c2hvcnQ=")]
    [InlineData("k1 not-base-64!")]
    [InlineData(TestKeys.Written + ";" + TestKeys.Written)]
    public void What_are_no_keys_is_refused_in_words(string written) =>
        Should.Throw<UnfitDatabaseException>(() => TrailKeys.Parse(written)).Message.ShouldContain("32 bytes in Base64");

    [Theory]
    [InlineData("test OTEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "another of that name")]
    [InlineData("other MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "missing")]
    public async Task A_database_is_not_opened_with_other_keys(string written, string words)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton(TrailKeys.Parse(written))
        );
        (await Should.ThrowAsync<UnfitDatabaseException>(() => other.Get<TrailSetup>().EstablishAsync(Cancellation))).Message.ShouldContain(
            words
        );
    }

    [Fact]
    public async Task A_database_that_was_sealed_is_not_given_new_keys()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton(TrailKeys.OfFile(KeyFile))
        );
        (await Should.ThrowAsync<UnfitDatabaseException>(() => other.Get<TrailSetup>().EstablishAsync(Cancellation))).Message.ShouldContain(
            "there are none"
        );
        File.Exists(KeyFile).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_sealed_with_the_old_key_holds_beside_what_the_new_one_seals()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await using var rotated = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton(TrailKeys.Parse(TestKeys.Written + ";next OTEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
        );
        await rotated.Get<TrailSetup>().EstablishAsync(Cancellation);
        (await rotated.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await rotated.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        (await house.Database.AskAsync<long>("SELECT count(DISTINCT linked_with) FROM case_events", Cancellation)).ShouldBe(2);
    }

    [Fact]
    public async Task What_was_never_sealed_is_sealed_as_it_lies_there()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.Database.DoAsync(
            "DELETE FROM trail_keys; DELETE FROM table_seals; UPDATE house_trail SET seal = NULL, sealed_with = NULL",
            Cancellation
        );
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeFalse();

        await house.Get<TrailSetup>().EstablishAsync(Cancellation);

        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
        await house.ReceiveAsync(Catering.Drill);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task A_database_whose_keys_somebody_took_out_is_not_sealed_anew()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync(Catering.Drill);
        await house.Database.DoAsync("DELETE FROM trail_keys; DELETE FROM table_seals", Cancellation);
        (await Should.ThrowAsync<UnfitDatabaseException>(() => house.Get<TrailSetup>().EstablishAsync(Cancellation))).Message.ShouldContain(
            "taken them out"
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
