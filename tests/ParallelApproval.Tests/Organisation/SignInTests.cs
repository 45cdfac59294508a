using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

public class SignInTests(TestCluster cluster)
{
    private const string Right = "Quiet-Harbour-7";
    private readonly FakeTimeProvider _time = new(new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("root")]
    [InlineData("  ROOT ")]
    [InlineData("ｒｏｏｔ")]
    public async Task Right_password_opens(string userName)
    {
        await using var database = await WithAdministratorAsync();
        var officer = await SignInAsync(database, userName, Right);
        officer.Value.Is(Role.Administrator).ShouldBeTrue();
        (await database.AskAsync<DateTime>("select last_signed_in_at from officers", Stop)).ShouldBe(_time.GetUtcNow().UtcDateTime);
    }

    [Theory]
    [InlineData("root", "wrong")]
    [InlineData("root", "")]
    [InlineData("root", null)]
    [InlineData("nobody", Right)]
    [InlineData("", "")]
    [InlineData(null, null)]
    public async Task Refusal_does_not_tell_what_was_wrong(string? userName, string? password)
    {
        await using var database = await WithAdministratorAsync();
        var error = (await SignInAsync(database, userName!, password!)).FirstError;
        error.Code.ShouldBe("sign_in_failed");
        error.Description.ShouldBe("Expected the name and password of an open account, but they do not fit, or the account is locked.");
        error.Metadata!.ShouldBeEmpty();
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour()
    {
        await using var database = await WithAdministratorAsync();
        for (var i = 0; i < 5; i++)
            await SignInAsync(database, "root", "wrong");
        (await SignInAsync(database, "root", Right)).FirstError.Code.ShouldBe("sign_in_failed");
        _time.Advance(SignInHandler.Lockout - TimeSpan.FromSeconds(1));
        (await SignInAsync(database, "root", Right)).IsError.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await SignInAsync(database, "root", Right)).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task Four_wrong_passwords_do_not_lock_and_a_right_one_forgets_them()
    {
        await using var database = await WithAdministratorAsync();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++)
                await SignInAsync(database, "root", "wrong");
            (await SignInAsync(database, "root", Right)).IsError.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Wrong_passwords_sent_at_the_same_time_are_all_counted()
    {
        await using var database = await WithAdministratorAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SignInAsync(database, "root", "wrong")));
        (await SignInAsync(database, "root", Right)).IsError.ShouldBeTrue();
    }

    [Fact]
    public async Task Account_of_one_who_left_opens_for_nobody()
    {
        await using var database = await WithAdministratorAsync();
        await using var db = database.NewContext();
        await db.Set<Officer>().ExecuteUpdateAsync(set => set.SetProperty(officer => officer.IsEnabled, false), Stop);
        (await SignInAsync(database, "root", Right)).FirstError.Code.ShouldBe("sign_in_failed");
    }

    private async Task<TestDatabase> WithAdministratorAsync()
    {
        var database = await cluster.CopyAsync(Template.Tables, Stop);
        await using var house = await TestHouse.SecondNodeAsync(database, Stop);
        await using var scope = house.Services.CreateAsyncScope();
        (
            await scope
                .ServiceProvider.GetRequiredService<CreateAdministratorHandler>()
                .HandleAsync(new("root", "赵明", "Zhao Ming", Right), Stop)
        ).IsError.ShouldBeFalse();
        return database;
    }

    private async Task<ErrorOr<Officer>> SignInAsync(TestDatabase database, string userName, string password)
    {
        await using var db = database.NewContext();
        return await new SignInHandler(db, _time).HandleAsync(new(userName, password), Stop);
    }
}
