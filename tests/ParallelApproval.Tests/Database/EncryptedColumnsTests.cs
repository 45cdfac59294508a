using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Events;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>Personal data lies encrypted in the database, and the house works with it as if it did not.</summary>
public sealed class EncryptedColumnsTests(TestCluster cluster) : IDisposable
{
    private const string Number = "610104189001010013";
    private const string Phone = "13800001234";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vault-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_table_holds_the_number_or_the_telephone_of_an_applicant()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await BlockAsync(house)).IsError.ShouldBeFalse();
        await house
            .Get<RegisterInterestsHandler>()
            .HandleAsync(new("approver-syj", Number, Phone, "长安路 1 号"), house.By("admin", "XZSP"), Cancellation);
        await house.HearAsync(Cancellation);

        (await TablesWithAsync(house, Number)).ShouldBeEmpty();
        (await TablesWithAsync(house, Phone)).ShouldBeEmpty();
        (await house.Database.AskAsync<long>("SELECT count(*) FROM notices WHERE phone IS NOT NULL", Cancellation)).ShouldBePositive();
        (await house.Database.AskAsync<long>("SELECT count(*) FROM documents", Cancellation)).ShouldBePositive();
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Theory]
    [InlineData(Number, true)]
    [InlineData("0013", true)]
    [InlineData("01010013", true)]
    [InlineData(Phone, true)]
    [InlineData("138 0000 1234", true)]
    [InlineData("1234", true)]
    [InlineData("138 0000", true)]
    [InlineData("6101041890", false)]
    [InlineData("610104189001010021", false)]
    [InlineData("9999", false)]
    public async Task A_case_is_found_by_a_whole_number_and_by_its_end(string sought, bool isFound)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await FoundAsync(house, sought)).Contains(number.ToString()).ShouldBe(isFound);
    }

    [Fact]
    public async Task A_block_is_found_by_its_number_and_holds_on_every_node()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (await BlockAsync(house)).Value.IdNumber.ShouldBe(Number, "whoever stored it goes on seeing it");
        (await house.Get<BlockQueries>().NewestAsync(Number, Cancellation)).ShouldHaveSingleItem().IdNumber.ShouldBe(Number);
        (await house.Get<BlockQueries>().NewestAsync("610104189001010021", Cancellation)).ShouldBeEmpty();

        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        other.Get<BlockRegister>().InForce(Number, Catering.Drill, new(2026, 3, 2)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_moved_to_another_row_is_not_believed()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (one, other) = (await house.ReceiveAsync(Catering.Drill), await house.ReceiveAsync(Catering.Item));
        await house.Database.DoAsync(
            $"UPDATE case_applications SET applicant = (SELECT applicant FROM case_applications WHERE case_key = {other.Key}) "
                + $"WHERE case_key = {one.Key}",
            Cancellation
        );
        await Should.ThrowAsync<DamagedRecordException>(() =>
            house.Get<CaseStore>().ReadAsync(one, Act.OfSystem(house.Clock), Cancellation)
        );
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_former_version_stored_in_clear_is_encrypted_at_the_first_start()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await BlockAsync(house)).IsError.ShouldBeFalse();
        await LayInClearAsync(house);
        (await TablesWithAsync(house, Number)).ShouldBe(["blocks", "case_applications"]);

        await using var next = TestHouse.BeforeItsStart(house.Database);
        await next.Get<TrailSetup>().EstablishAsync(Cancellation);
        await SealCasesAsync(next);
        await next.Get<RegisterCache>().RefreshAsync(Cancellation);

        (await TablesWithAsync(house, Number)).ShouldBeEmpty();
        (await next.Get<CaseStore>().ReadAsync(number, Act.OfSystem(house.Clock), Cancellation))!.Applicant!.IdNumber.ShouldBe(Number);
        (await next.Get<BlockQueries>().NewestAsync(Number, Cancellation)).ShouldHaveSingleItem();
        (await FoundAsync(next, Phone)).ShouldBe([number.ToString()]);
        (await next.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Theory]
    [InlineData(CryptoProfile.International)]
    [InlineData(CryptoProfile.SM)]
    public async Task Keys_are_changed_while_people_work(CryptoProfile profile)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await BlockAsync(house)).IsError.ShouldBeFalse();
        await house.HearAsync(Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton(new CryptoChoice(profile))
        );
        var keys = other.Get<RotateDataKeys>();
        (await keys.MakeKeyAsync(Cancellation)).ShouldBe("d2");

        // Broken off after the first batch; then the other node goes on working, and with the new key.
        using (var broken = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
            await Should.ThrowAsync<OperationCanceledException>(() => keys.EncryptAsync((_, _) => broken.Cancel(), broken.Token));
        (await keys.LeftAsync(Cancellation)).Sum(table => table.Rows).ShouldBePositive();
        var later = await house.ReceiveAsync(Catering.Item);
        (await keys.EncryptAsync(null, Cancellation)).ShouldBe(0);

        (await keys.LeftAsync(Cancellation)).ShouldAllBe(table => table.Rows == 0);
        (
            await house.Database.AskAsync<long>(
                "SELECT count(*) FROM case_applications WHERE applicant::text NOT LIKE '%$d2$%'",
                Cancellation
            )
        ).ShouldBe(0);
        foreach (var node in (TestHouse[])[house, other])
        {
            (await node.Get<CaseStore>().ReadAsync(number, Act.OfSystem(house.Clock), Cancellation))!.Applicant!.IdNumber.ShouldBe(Number);
            (await FoundAsync(node, Number)).ShouldBe([later.ToString(), number.ToString()], ignoreOrder: true);
            (await node.Get<BlockQueries>().NewestAsync(Number, Cancellation)).ShouldHaveSingleItem().IdNumber.ShouldBe(Number);
            (await node.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_new_master_key_wraps_the_keys_of_the_data_and_the_old_one_is_no_longer_needed()
    {
        const string Next = "next OTEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await using (
            var both = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
                services.AddSingleton<IWrapKeys>(MasterKeys.Parse(TestKeys.Master + ";" + Next))
            )
        )
            (await both.Get<RotateDataKeys>().RewrapAsync(Cancellation)).ShouldBe("next");

        await using var alone = await TestHouse.SecondNodeAsync(house.Database, Cancellation, services =>
            services.AddSingleton<IWrapKeys>(MasterKeys.Parse(Next))
        );
        (await alone.Get<CaseStore>().ReadAsync(number, Act.OfSystem(house.Clock), Cancellation))!.Applicant!.IdNumber.ShouldBe(Number);
    }

    [Theory]
    [InlineData("test OTEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "another of that name")]
    [InlineData("other MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "missing")]
    public async Task A_database_is_not_opened_with_another_master_key(string written, string words)
    {
        await using var database = await cluster.CopyAsync(Template.District, Cancellation);
        await using var house = TestHouse.BeforeItsStart(database, services => services.AddSingleton<IWrapKeys>(MasterKeys.Parse(written)));
        (await Should.ThrowAsync<UnfitDatabaseException>(() => house.Get<TrailSetup>().EstablishAsync(Cancellation))).Message.ShouldContain(
            words
        );
    }

    [Fact]
    public async Task A_database_that_was_encrypted_is_not_given_new_keys()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync(Catering.Drill);
        var file = Path.Combine(_folder.FullName, "master.keys");
        await using var other = TestHouse.BeforeItsStart(house.Database, services =>
            services.AddSingleton<IWrapKeys>(MasterKeys.OfFile(file))
        );
        (await Should.ThrowAsync<UnfitDatabaseException>(() => other.Get<TrailSetup>().EstablishAsync(Cancellation))).Message.ShouldContain(
            "there are none"
        );
        File.Exists(file).ShouldBeFalse();

        await house.Database.DoAsync("DELETE FROM data_keys", Cancellation);
        (await Should.ThrowAsync<UnfitDatabaseException>(() => house.Get<TrailSetup>().EstablishAsync(Cancellation))).Message.ShouldContain(
            "taken them out"
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Task<ErrorOr.ErrorOr<Block>> BlockAsync(TestHouse house) =>
        house
            .Get<BlockApplicantHandler>()
            .HandleAsync(new(Number, Catering.Drill, BlockGround.Fraud, "骗取许可"), house.By("supervisor", "JC"), Cancellation);

    // As a version without a vault left it.
    private static async Task LayInClearAsync(TestHouse house)
    {
        var applicant = JsonSerializer.Serialize(Catering.Applicant, HouseJson.Options);
        // It had one role for all.
        await house.Database.DoAsync("GRANT DELETE ON data_keys, notices TO PUBLIC", Cancellation);
        await house
            .Get<HouseStore>()
            .NoteAsync(
                statements =>
                {
                    statements.Add("DELETE FROM data_keys");
                    statements.Add("DELETE FROM notices");
                    statements.Add("UPDATE case_applications SET applicant = $1, marks = '{}'", Statements.Json(applicant));
                    statements.Add("UPDATE blocks SET id_number = $1, id_mark = NULL", Statements.Text(Number));
                },
                Cancellation
            );
        await house.Database.DoAsync(
            "ALTER TABLE documents DISABLE TRIGGER ALL; DELETE FROM documents; ALTER TABLE documents ENABLE TRIGGER ALL",
            Cancellation
        );
    }

    // As a start does after an upgrade, when tables have other columns.
    private static async Task SealCasesAsync(TestHouse house)
    {
        await using var connection = await house.Get<NpgsqlDataSource>().OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await SealedRows.SealCasesAsync(connection, house.Get<TableSeals>(), Cancellation);
        await transaction.CommitAsync(Cancellation);
    }

    private static async Task<string[]> FoundAsync(TestHouse house, string sought) =>
        [
            .. (await house.Get<CaseQueries>().ListAsync(new(Search: sought), house.Clock.GetUtcNow(), Cancellation)).Cases.Select(line =>
                line.CaseNumber
            ),
        ];

    private static async Task<string[]> TablesWithAsync(TestHouse house, string text)
    {
        var tables = await house.Database.AskAsync<string[]>(
            "SELECT array_agg(table_name::text ORDER BY table_name) FROM information_schema.tables "
                + "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
            Cancellation
        );
        var found = new List<string>();
        foreach (var table in tables)
            if (
                await house.Database.AskAsync<bool>(
                    $"SELECT EXISTS (SELECT FROM \"{table}\" t WHERE strpos(t::text, '{text}') > 0)",
                    Cancellation
                )
            )
                found.Add(table);
        return [.. found];
    }
}
