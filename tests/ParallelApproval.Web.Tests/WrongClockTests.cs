using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>A second server on the same database, on a machine that is nine days ahead.</summary>
public sealed class WrongClockTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    [Fact]
    public async Task Its_receipt_is_dated_rightly_and_it_says_that_its_clock_is_off()
    {
        var ahead = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(9));
        await using var second = await FrontDoor.OpenAsync(door.Database.Source, "Demo", TestContext.Current.CancellationToken, services =>
            services.AddSingleton<TimeProvider>(new DatabaseTime(ahead))
        );
        await second.StartAsync(TestContext.Current.CancellationToken);
        var address = new Uri(second.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

        var health = await new Account(address, token: null).GetAsync("/health/ready");
        (health.Status, health["status"]!.GetValue<string>()).ShouldBe((200, "degraded"), health.Text);
        health["remarks"]![0]!.GetValue<string>().ShouldMatch("^clockOff:7776[0-9][0-9]s$|^clockOff:7775[0-9][0-9]s$");
        (await door.Anonymous.GetAsync("/health/ready"))["status"]!.GetValue<string>().ShouldBe("ready");

        var clerk = await Account.SignInAsync(address, "clerk", "Demo#2026");
        var receipt = await clerk.PostAsync("/api/cases", Catering.Application());
        receipt.Status.ShouldBe(201, receipt.Text);
        var now = TimeProvider.System.GetUtcNow();
        DateTimeOffset
            .Parse(receipt["receivedAt"]!.GetValue<string>(), CultureInfo.InvariantCulture)
            .ShouldBeInRange(now.AddMinutes(-2), now.AddMinutes(2));
        await second.StopAsync(TestContext.Current.CancellationToken);
    }
}
