using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Database;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web;

public sealed class SessionTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_am_I_tells_name_department_and_roles()
    {
        var me = await (await door.AsAsync("approver-gsj")).GetAsync("/api/session");
        me.Status.ShouldBe(200);
        me["userName"]!.GetValue<string>().ShouldBe("approver-gsj");
        me["department"]!.GetValue<string>().ShouldBe("GSJ");
        me["roles"]!.AsArray().Select(role => role!.GetValue<string>()).ShouldBe(["approver"]);
    }

    [Theory]
    [InlineData("clerk", "wrong")]
    [InlineData("nobody-of-that-name", "Demo#2026")]
    public async Task A_wrong_name_and_a_wrong_password_get_the_same_answer(string userName, string password)
    {
        var answer = await door.Anonymous.PostAsync("/api/session", new JsonObject { ["userName"] = userName, ["password"] = password });
        answer.Status.ShouldBe(401);
        answer.Code.ShouldBe("sign_in_failed");
        answer["detail"]!.GetValue<string>().ShouldBe("Expected the name and password of an open account, but they do not fit.");
    }

    [Fact]
    public async Task A_right_taken_away_is_gone_with_the_next_request()
    {
        var supervisor = await Account.SignInAsync(door.Address, "supervisor", "Demo#2026");
        (await supervisor.GetAsync("/api/session")).Status.ShouldBe(200);
        await using (var db = door.Database.NewContext())
        {
            await db.Set<Officer>()
                .Where(officer => officer.UserName == "supervisor")
                .ExecuteUpdateAsync(set => set.SetProperty(officer => officer.SecurityStamp, Guid.NewGuid()), Cancellation);
            await RegisterCache.RaiseVersionAsync(db, OfficerRegister.Name, Cancellation);
        }

        await door.App.Services.GetRequiredService<RegisterCache>().RefreshAsync(Cancellation);
        (await supervisor.GetAsync("/api/session")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_token_of_one_node_opens_the_other()
    {
        await using var other = await FrontDoor.OpenAsync(door.Database.Source, "Demo", Cancellation);
        await other.StartAsync(Cancellation);
        var clerk = await door.AsAsync("clerk");
        (await new Account(new(other.Urls.Single()), clerk.Token).GetAsync("/api/session")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_authenticated_request_asks_the_database_nothing()
    {
        var clerk = await door.AsAsync("clerk");
        await clerk.GetAsync("/api/session");
        var before = await CommandsAsync();
        for (var i = 0; i < 20; i++)
            (await clerk.GetAsync("/api/session")).Status.ShouldBe(200);
        // The watch of the books and sessions may have looked in between, and this question is one itself.
        (await CommandsAsync() - before).ShouldBeLessThan(20);
    }

    [Fact]
    public async Task A_token_is_worth_nothing_after_signing_out()
    {
        var clerk = await Account.SignInAsync(door.Address, "clerk", "Demo#2026");
        var shortOne = await clerk.PostAsync("/api/session/token");
        (await clerk.SendAsync(HttpMethod.Delete, "/api/session")).Status.ShouldBe(204);
        (await clerk.GetAsync("/api/session")).Code.ShouldBe("sign_in_needed");
        (await new Account(door.Address, shortOne["accessToken"]!.GetValue<string>()).GetAsync("/api/session")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_cookie_is_worth_nothing_after_signing_out_in_another_tab()
    {
        var tab = await Browser.SignInAsync(door.Address, "clerk");
        var copied = tab.Copy();
        var page = await tab.OpenAsync("/account");
        await tab.SendAsync(page, "/sign-out", "");
        (await copied.OpenAsync("/cases")).Address.ShouldStartWith("/login?next=");
    }

    [Fact]
    public async Task Sessions_are_listed_and_one_or_all_others_are_ended()
    {
        var mine = await Account.SignInAsync(door.Address, "approver-rsj", "Demo#2026");
        var others = new[]
        {
            await Account.SignInAsync(door.Address, "approver-rsj", "Demo#2026"),
            await Account.SignInAsync(door.Address, "approver-rsj", "Demo#2026"),
        };
        var listed = (await mine.GetAsync("/api/sessions"))["items"]!.AsArray();
        listed.Count.ShouldBe(3);
        listed.Count(session => session!["isOwn"]!.GetValue<bool>()).ShouldBe(1);
        listed[0]!["address"]!.GetValue<string>().ShouldBe("127.0.0.1");

        var another = listed.First(session => !session!["isOwn"]!.GetValue<bool>())!["id"]!.GetValue<string>();
        // Who finds an open screen shuts nobody out.
        foreach (var path in new[] { $"/api/sessions/{another}", "/api/sessions", "/api/sessions?userName=Approver-RSJ" })
            (await mine.SendAsync(HttpMethod.Delete, path)).Code.ShouldBe("password_needed", path);
        (await EndAsync(another, "wrong")).Code.ShouldBe("password_wrong");
        (await EndAsync(Guid.NewGuid().ToString(), "Demo#2026")).Code.ShouldBe("session_not_found");
        (await EndAsync(another, "Demo#2026"))["count"]!.GetValue<int>().ShouldBe(1);
        (await mine.GetAsync("/api/sessions"))["items"]!.AsArray().Count.ShouldBe(2);
        (await EndAsync(null, "Demo#2026"))["count"]!.GetValue<int>().ShouldBe(1);
        foreach (var ended in others)
            (await ended.GetAsync("/api/session")).Status.ShouldBe(401);
        (await mine.GetAsync("/api/session")).Status.ShouldBe(200);

        (await mine.GetAsync("/api/officers/clerk/sessions")).Code.ShouldBe("verb_not_allowed");
        (await mine.SendAsync(HttpMethod.Delete, "/api/sessions?userName=clerk")).Code.ShouldBe("officer_not_found");
        var admin = await door.AsAsync("admin");
        (await admin.GetAsync("/api/officers/approver-rsj/sessions"))["items"]!.AsArray().Count.ShouldBe(1);
        (await admin.SendAsync(HttpMethod.Delete, "/api/sessions?userName=approver-rsj")).Status.ShouldBe(200);
        (await mine.GetAsync("/api/session")).Status.ShouldBe(401);

        Task<Answer> EndAsync(string? session, string password) =>
            mine.PostAsync(
                "/api/sessions/endings",
                new System.Text.Json.Nodes.JsonObject { ["session"] = session, ["password"] = password }
            );
    }

    [Fact]
    public async Task An_other_node_hears_of_it_within_seconds()
    {
        await using var other = await FrontDoor.OpenAsync(door.Database.Source, "Demo", Cancellation);
        await other.StartAsync(Cancellation);
        var clerk = await Account.SignInAsync(door.Address, "clerk", "Demo#2026");
        var there = new Account(new(other.Urls.Single()), clerk.Token);
        (await there.GetAsync("/api/session")).Status.ShouldBe(200);
        await clerk.SendAsync(HttpMethod.Delete, "/api/session");
        await other.Services.GetRequiredService<Sessions>().LookAsync(Cancellation);
        (await there.GetAsync("/api/session")).Status.ShouldBe(401);
    }

    private Task<long> CommandsAsync() =>
        door.Database.AskAsync<long>(
            "SELECT (xact_commit + xact_rollback) FROM (SELECT pg_stat_clear_snapshot()) AS fresh, pg_stat_database "
                + "WHERE datname = current_database()",
            Cancellation
        );
}
