using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ParallelApproval.Cases;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;

namespace ParallelApproval.Installations;

/// <summary>Whom the house serves (本机构): set once, asked before the first number, changed by two persons after it.</summary>
public sealed class SetUpInstallationTests(TestCluster cluster)
{
    private static readonly Installation GuangAn = new(
        "511602",
        "四川省广安市广安区",
        "广安区",
        "Guang'an District",
        "广安区政务服务大厅",
        "Service Hall of Guang'an",
        new("县", "County", "乡镇", "Township", "村", "Village"),
        "广审"
    );

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_case_is_taken_before_it_is_set_up_and_the_first_one_after_it_carries_its_region()
    {
        await using var house = await UnsetAsync();
        var refused = await ReceiveAsync(house);
        refused.FirstError.Is(RefusalCode.InstallationNotSetUp).ShouldBeTrue();
        (await house.Database.AskAsync<long>("SELECT count(*) FROM case_files", Cancellation)).ShouldBe(0);

        (await EnterAsync(house, "admin", GuangAn, 0)).Value.InForce.ShouldBeTrue();
        (await ReceiveAsync(house)).Value.CaseNumber.ShouldStartWith("511602");
    }

    [Fact]
    public async Task Before_the_first_case_one_person_changes_everything()
    {
        await using var house = await UnsetAsync();
        await EnterAsync(house, "admin", GuangAn, 0);
        var changed = await EnterAsync(house, "admin", GuangAn with { Region = "511603", PublicAddress = "https://gov.example/ " }, 1);
        (changed.Value.InForce, changed.Value.Revision).ShouldBe((true, 2));
        var register = house.Get<InstallationRegister>();
        (register.Region, register.PublicAddress).ShouldBe(("511603", "https://gov.example"));
    }

    [Fact]
    public async Task After_the_first_case_a_second_person_must_enter_the_same_and_the_region_stays()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (await ReceiveAsync(house)).IsError.ShouldBeFalse();
        var register = house.Get<InstallationRegister>();
        var (before, wanted) = (register.Current!, register.Current! with { Centre = "莲湖区政务中心" });

        (await EnterAsync(house, "one", wanted, 1)).Value.InForce.ShouldBeFalse();
        (await EnterAsync(house, "one", wanted, 1)).Value.InForce.ShouldBeFalse("he is still the same person");
        register.Current.ShouldBe(before);
        (await house.Get<InstallationQueries>().WaitingAsync(Cancellation))!.EnteredBy.ShouldBe("one");

        (await EnterAsync(house, "two", wanted with { Centre = "另一个中心" }, 1)).Value.InForce.ShouldBeFalse("it is not the same");
        var done = await EnterAsync(house, "one", wanted with { Centre = "另一个中心" }, 1);
        (done.Value.InForce, done.Value.EnteredBy).ShouldBe((true, "two"));
        register.Current!.Centre.ShouldBe("另一个中心");
        (await house.Get<InstallationQueries>().WaitingAsync(Cancellation)).ShouldBeNull();

        var moved = await EnterAsync(house, "one", register.Current with { Region = "511602" }, 2);
        moved.FirstError.Is(RefusalCode.InstallationRegionFixed).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_looked_at_an_older_state_is_told_so()
    {
        await using var house = await UnsetAsync();
        await EnterAsync(house, "admin", GuangAn, 0);
        (await EnterAsync(house, "other", GuangAn with { District = "别区" }, 0))
            .FirstError.Is(RefusalCode.ChangedMeanwhile)
            .ShouldBeTrue();
    }

    [Fact]
    public async Task Another_node_knows_it_from_its_next_command_on()
    {
        await using var house = await UnsetAsync();
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        await EnterAsync(house, "admin", GuangAn, 0);
        (await ReceiveAsync(other)).Value.CaseNumber.ShouldStartWith("511602");
    }

    [Fact]
    public async Task A_house_that_had_numbers_before_there_was_an_installation_goes_on_under_its_region()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using var db = database.NewContext();
        await db.GetService<IMigrator>().MigrateAsync("20261129172048_CalendarNotices", Cancellation);
        var key = Identities.CaseNumber.Of("610104", new(2026, 3, 2), 7).Key;
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO case_files (case_key, event_count, last_hash) VALUES ({key}, 0, {new byte[32]})",
            Cancellation
        );
        await db.Database.MigrateAsync(Cancellation);

        var register = new InstallationRegister();
        await register.LoadAsync(db, Cancellation);
        register.Current.ShouldNotBeNull();
        (register.Region, register.Current.DocumentPrefix, register.Current.Centre, register.Revision).ShouldBe(
            ("610104", "莲审", "政务服务中心", 1)
        );
        Check(register.Current with { RegionName = "陕西省西安市莲湖区" }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("51160")]
    [InlineData("5116021")]
    [InlineData("51160a")]
    [InlineData("511600")]
    [InlineData("510000")]
    [InlineData("990102")]
    [InlineData("５１１６０２")]
    public void A_region_that_cannot_be_a_county_is_refused_beside_its_field(string region)
    {
        var fault = Check(GuangAn with { Region = region }).ShouldHaveSingleItem();
        (fault.Code, Field(fault)).ShouldBe(("installation_region_malformed", "region"));
    }

    [Fact]
    public void Every_wrong_field_is_named_at_once()
    {
        var faults = Check(
            GuangAn with
            {
                District = " ",
                Centre = new string('中', 101),
                DocumentPrefix = "<b>",
                PublicAddress = "ftp://x",
                Tiers = GuangAn.Tiers with { StreetEn = "" },
            }
        );
        faults.Select(Field).ShouldBe(["district", "centre", "tiers.streetEn", "documentPrefix", "publicAddress"], ignoreOrder: true);
    }

    [Fact]
    public void The_sample_and_a_county_of_ones_own_are_sound()
    {
        Check(SampleInstallation.Installation).ShouldBeEmpty();
        Check(GuangAn).ShouldBeEmpty();
    }

    private async Task<TestHouse> UnsetAsync()
    {
        var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using (
            var forget = house.Database.Source.CreateCommand(
                "DELETE FROM installation_versions; UPDATE registers SET version = version + 1 WHERE name = 'installation'"
            )
        )
            await forget.ExecuteNonQueryAsync(Cancellation);
        await house.Get<Database.RegisterCache>().RefreshAsync(Cancellation);
        return house;
    }

    private static Task<ErrorOr<Receipt>> ReceiveAsync(TestHouse house) =>
        house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application()), house.Clerk(), Cancellation);

    private static Task<ErrorOr<InstallationSetUp>> EnterAsync(TestHouse house, string userName, Installation wanted, int expected) =>
        house.Get<SetUpInstallationHandler>().HandleAsync(new(wanted, expected), house.By(userName, "XZSP"), Cancellation);

    private static List<Error> Check(Installation installation) =>
        Inputs.Validators.Check(new SetUpInstallation(installation, 0), new(2026, 3, 2));

    private static string Field(Error fault) => (string)fault.Metadata![Refusal.FieldKey];
}
