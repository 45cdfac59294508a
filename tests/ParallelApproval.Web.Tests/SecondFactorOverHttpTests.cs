using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using OtpNet;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>Where a second factor is demanded, who must have one does nothing before, on pages and over the API.</summary>
public sealed class SecondFactorOverHttpTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_manager_sets_up_his_authenticator_first_and_a_clerk_need_not()
    {
        await using var database = await cluster.CopyAsync(FrontDoor.Prepared, Cancellation);
        await using var app = await FrontDoor.OpenAsync(
            database.Source,
            "Demo",
            Cancellation,
            null,
            "--ParallelApproval:SecondFactor=true"
        );
        await app.StartAsync(Cancellation);
        var address = new Uri(app.Urls.Single());
        (await (await Account.SignInAsync(address, "clerk", "Demo#2026")).GetAsync("/api/cases")).Status.ShouldBe(200);

        var manager = await Account.SignInAsync(address, "manager", "Demo#2026");
        (await manager.GetAsync("/api/session")).Status.ShouldBe(200, "who he is, he may know");
        var shut = await manager.GetAsync("/api/cases");
        (shut.Status, shut.Code).ShouldBe((403, "second_factor_first"));
        var page = await (await Browser.SignInAsync(address, "manager")).OpenAsync("/cases");
        page.Address.ToString().ShouldContain("/account");
        page.Html.ShouldContain("second factor");

        var begun = await manager.PostAsync("/api/session/second-factor", new JsonObject { ["password"] = "Demo#2026" });
        begun.Status.ShouldBe(200, begun.Text);
        // A code is good for a minute and a half; on a machine that is busy for longer the next one is shown.
        Answer shown;
        do shown = await manager.PostAsync("/api/session/second-factor/confirmation", new JsonObject { ["code"] = Code(begun) });
        while (shown.Code == "second_factor_wrong");
        shown["codes"]!.AsArray().Count.ShouldBe(10);
        (await manager.GetAsync("/api/cases")).Status.ShouldBe(200);

        var anonymous = new Account(address, null);
        var without = await SignInAsync(anonymous, null);
        (without.Status, without.Code).ShouldBe((401, "second_factor_needed"));
        var recovery = shown["codes"]![0]!.GetValue<string>();
        (await SignInAsync(anonymous, recovery)).Status.ShouldBe(200);
        (await SignInAsync(anonymous, recovery)).Code.ShouldBe("second_factor_wrong");

        // On the page: a code that is mistyped is typed again, beside the same picture's secret.
        var designer = await Browser.SignInAsync(address, "designer");
        var account = await designer.OpenAsync("/account");
        account.Html.ShouldNotContain("name=\"Code\"");
        account = await designer.SendAsync(account, "/account", "factor", ("Password", "Demo#2026"));
        account.Html.ShouldContain("name=\"Code\"");
        account = await designer.SendAsync(account, "/account", "factor-code", ("Code", "nonsense"));
        account.Html.ShouldContain("id=\"code-fault\" role=\"alert\"");
    }

    private static string Code(Answer begun) =>
        new Totp(Base32Encoding.ToBytes(begun["secret"]!.GetValue<string>())).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);

    private static Task<Answer> SignInAsync(Account anonymous, string? code) =>
        anonymous.PostAsync(
            "/api/session",
            new JsonObject
            {
                ["userName"] = "manager",
                ["password"] = "Demo#2026",
                ["code"] = code,
            }
        );
}
