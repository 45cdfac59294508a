using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ParallelApproval.Calendars;
using ParallelApproval.Database;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Catalogue;

public class SampleDistrictLoadTests(TestCluster cluster)
{
    private static readonly FakeTimeProvider Time = new(new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_loaded_is_what_the_files_say()
    {
        await using var house = await TestHouse.EmptyAsync(cluster, Stop);
        await using var db = await NewContextAsync(house);
        await SampleDistrict.LoadAsync(db, Time, Stop);

        var book = new CatalogueRegister();
        await book.LoadAsync(db, Stop);
        foreach (var item in SampleDistrict.Catalogue().AllInForce(new(2026, 3, 2)))
            Written(book.Current.Version(item.ItemCode, 1)).ShouldBe(Written(item));
        book.Current.Departments["COMM"].ParentCode.ShouldBe("STREET");
        book.Current.Materials.Count.ShouldBe(61);
        (await db.Set<Officer>().CountAsync(Stop)).ShouldBe(SampleOrganisation.Officers().Count);
        var installation = new InstallationRegister();
        await installation.LoadAsync(db, Stop);
        installation.Current.ShouldBe(SampleInstallation.Installation);
    }

    [Fact]
    public async Task The_years_that_law_gives_everybody_come_without_the_sample()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Stop);
        await using var db = database.NewContext();
        await KnownYears.LoadAsync(db, Stop);
        var calendars = new CalendarRegister();
        await calendars.LoadAsync(db, Stop);
        calendars.Current.AddWorkingDays(new(2026, 9, 30), 5).Value.Due.ShouldBe(new(2026, 10, 13));
        Written(calendars.Current.Years).ShouldBe(Written(KnownYears.Read()));
    }

    [Fact]
    public async Task Every_sample_account_opens_with_the_sample_password()
    {
        await using var house = await TestHouse.EmptyAsync(cluster, Stop);
        await using var db = await NewContextAsync(house);
        await SampleDistrict.LoadAsync(db, Time, Stop);
        await house.Get<RegisterCache>().RefreshAsync(Stop);
        foreach (var sample in SampleOrganisation.Officers())
        {
            var opened = await house
                .Get<SignInHandler>()
                .HandleAsync(new(sample.UserName, SampleOrganisation.Password), SignInPlace.Unknown, SessionKind.Program, Stop);
            opened.Value.Officer.Roles.ShouldBe(sample.Roles);
        }
    }

    [Fact]
    public async Task Loading_again_adds_nothing_and_keeps_what_an_operator_changed()
    {
        await using var house = await TestHouse.EmptyAsync(cluster, Stop);
        await using (var db = await NewContextAsync(house))
        {
            await SampleDistrict.LoadAsync(db, Time, Stop);
            await db.Set<Department>()
                .Where(department => department.Code == "SYJ")
                .ExecuteUpdateAsync(set => set.SetProperty(department => department.NameEn, "Renamed"), Stop);
        }

        await using var again = await NewContextAsync(house);
        await SampleDistrict.LoadAsync(again, Time, Stop);
        (await house.Database.AskAsync<string>("select name_en from departments where code = 'SYJ'", Stop)).ShouldBe("Renamed");
        (await house.Database.AskAsync<long>("select count(*) from service_item_versions", Stop)).ShouldBe(22);
        (await house.Database.AskAsync<long>("select count(*) from officers", Stop)).ShouldBe(SampleOrganisation.Officers().Count);
    }

    [Fact]
    public async Task Two_nodes_that_start_at_once_load_it_once()
    {
        await using var house = await TestHouse.EmptyAsync(cluster, Stop);
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    await using var db = await NewContextAsync(house);
                    await SampleDistrict.LoadAsync(db, Time, Stop);
                })
        );
        (await house.Database.AskAsync<long>("select count(*) from service_item_versions", Stop)).ShouldBe(22);
        (await house.Database.AskAsync<long>("select count(*) from officers", Stop)).ShouldBe(SampleOrganisation.Officers().Count);
    }

    // With the vault of the house: rows of officers are encrypted.
    private static Task<ApprovalDbContext> NewContextAsync(TestHouse house) =>
        house.Get<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(Stop);

    private static string Written(object? value) => System.Text.Json.JsonSerializer.Serialize(value, HouseJson.Options);
}
