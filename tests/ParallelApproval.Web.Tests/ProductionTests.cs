using System.Text.Json.Nodes;
using ParallelApproval.Testing;
using ParallelApproval.Web.Commands;

namespace ParallelApproval.Web;

/// <summary>
/// Outside the Demo environment there is no account and no clock to turn until an operator makes the first administrator.
/// </summary>
[Collection(nameof(ConsoleOfProcess))]
public sealed class ProductionTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_installation_knows_nobody_until_the_operator_makes_the_first_administrator()
    {
        await using var database = await cluster.CopyAsync(Template.Empty, Cancellation);
        await using (var app = await FrontDoor.OpenAsync(database.Source, "Production", Cancellation))
        {
            await app.StartAsync(Cancellation);
            var anonymous = new Account(new(app.Urls.Single()), null);
            (await SignInAsync(anonymous, "clerk", "Demo#2026")).Status.ShouldBe(401);
            (await SignInAsync(anonymous, "admin", "Demo#2026")).Status.ShouldBe(401);

            var before = Console.In;
            Console.SetIn(new StringReader("Opening#2026\n"));
            try
            {
                string[] command =
                [
                    "create-administrator",
                    "--user-name",
                    "first.admin",
                    "--ConnectionStrings:ParallelApproval=" + database.ConnectionString,
                    "--environment=Production",
                    "--Logging:LogLevel:Default=Error",
                ];
                (await CommandLine.RunAsync(command)).ShouldBe(0);
            }
            finally
            {
                Console.SetIn(before);
            }

            var administrator = await Account.SignInAsync(new(app.Urls.Single()), "first.admin", "Opening#2026");
            (await administrator.GetAsync("/api/session"))["roles"]!
                .AsArray()
                .Select(role => role!.GetValue<string>())
                .ShouldBe(["administrator"]);
            var clock = await administrator.PostAsync("/api/demo/clock", new JsonObject { ["advanceWorkingDays"] = 1 });
            (clock.Status, clock.Code).ShouldBe((404, "address_not_found"));
        }
    }

    private static Task<Answer> SignInAsync(Account anonymous, string userName, string password) =>
        anonymous.PostAsync("/api/session", new JsonObject { ["userName"] = userName, ["password"] = password });
}
