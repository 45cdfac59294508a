using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

public class CreateAdministratorTests(TestCluster cluster)
{
    private static readonly CreateAdministrator Command = new("Root", "赵明", "Zhao Ming", "Quiet-Harbour-7");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_administrator_is_made_and_no_second()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Stop);
        (await CreateAsync(database, Command)).Value.UserName.ShouldBe("root");
        (await CreateAsync(database, Command with { UserName = "other" })).FirstError.Code.ShouldBe("administrator_exists");
    }

    [Fact]
    public async Task Each_of_the_three_administrators_is_made_once_and_nobody_else()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Stop);
        foreach (var role in new[] { Role.Administrator, Role.SecurityAdministrator, Role.AuditAdministrator })
        {
            var command = Command with { UserName = "first." + role, Role = role };
            (await CreateAsync(database, command)).Value.Roles.ShouldBe([role]);
            (await CreateAsync(database, command with { UserName = "other" })).FirstError.Code.ShouldBe("administrator_exists");
        }

        (await CreateAsync(database, Command with { Role = Role.Approver })).FirstError.Code.ShouldBe("administrator_needed");
    }

    [Fact]
    public async Task Of_two_who_ask_at_once_one_is_made()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Stop);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => CreateAsync(database, Command with { UserName = $"root{i}" })));
        answers.Count(answer => !answer.IsError).ShouldBe(1);
        (await database.AskAsync<long>("select count(*) from officers", Stop)).ShouldBe(1);
    }

    [Theory]
    [InlineData("ro", "Quiet-Harbour-7", "user_name_malformed")]
    [InlineData("1root", "Quiet-Harbour-7", "user_name_malformed")]
    [InlineData("root<script>", "Quiet-Harbour-7", "user_name_malformed")]
    [InlineData(null, "Quiet-Harbour-7", "user_name_malformed")]
    [InlineData("root", "short", "password_too_weak")]
    [InlineData("root", null, "password_too_weak")]
    public async Task Malformed_name_and_weak_password_are_refused(string? userName, string? password, string code)
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Stop);
        (await CreateAsync(database, Command with { UserName = userName!, Password = password! })).FirstError.Code.ShouldBe(code);
        (await database.AskAsync<long>("select count(*) from officers", Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task Deputy_of_himself_and_letter_to_himself_are_kept_out_by_the_tables()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Stop);
        var officer = (await CreateAsync(database, Command)).Value;
        await using var db = database.NewContext();
        db.Add(
            new Absence
            {
                Id = Guid.NewGuid(),
                OfficerId = officer.Id,
                DeputyId = officer.Id,
                From = new(2026, 3, 2),
                To = new(2026, 3, 3),
                Reason = "病假",
            }
        );
        (await Should.ThrowAsync<DbUpdateException>(() => db.SaveChangesAsync(Stop))).InnerException!.Message.ShouldContain(
            "ck_absences_deputy_is_another"
        );
    }

    private static async Task<ErrorOr<Officer>> CreateAsync(TestDatabase database, CreateAdministrator command)
    {
        await using var house = await TestHouse.SecondNodeAsync(database, Stop);
        await using var scope = house.Services.CreateAsyncScope();
        while (true)
            try
            {
                return await scope.ServiceProvider.GetRequiredService<CreateAdministratorHandler>().HandleAsync(command, Stop);
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable)
            {
                // On a machine that does much else the others take their seconds; who types the command types it again.
            }
    }
}
