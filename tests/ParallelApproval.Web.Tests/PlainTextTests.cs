using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Npgsql;
using ParallelApproval.Web.Studio;

namespace ParallelApproval.Web;

/// <summary>
/// U+0000 and halves of pairs, at every door there is: refused at the field, and the database is never asked with them. A database that
/// says a word about it (class 22) would be heard here.
/// </summary>
[Collection<OneDoor>]
public sealed class PlainTextTests(FrontDoor door) : IAsyncDisposable
{
    private static readonly ConcurrentQueue<string> Complaints = new();

    static PlainTextTests() =>
        AppDomain.CurrentDomain.FirstChanceException += (_, thrown) =>
        {
            if (thrown.Exception is PostgresException { SqlState: "22021" or "22P05" } complaint)
                Complaints.Enqueue(complaint.Message);
        };

    [Theory]
    [InlineData("clerk", "/api/cases?search=a%00", "search")]
    [InlineData("clerk", "/api/cases?department=%00", "department")]
    [InlineData("approver-syj", "/api/tasks?search=%00", "search")]
    [InlineData("supervisor", "/api/complaints?against=S%00", "against")]
    [InlineData("manager", "/api/ratings?department=%00", "department")]
    [InlineData(null, "/api/public/results?search=%00", "search")]
    [InlineData(null, "/api/public/items?theme=%00", "theme")]
    [InlineData(null, "/api/public/cases/61010420260302000019?code=%00", "code")]
    [InlineData("designer", "/elsa/api/workflow-definitions?searchTerm=%00", "searchTerm")]
    [InlineData("clerk", "/api/cases?%00=x", "")]
    public async Task An_address_is_refused_at_its_field(string? userName, string path, string field)
    {
        var account = userName is null ? door.Anonymous : await door.AsAsync(userName);
        var answer = await account.GetAsync(path);
        (answer.Status, answer.Code).ShouldBe((400, "text_malformed"), answer.Text);
        (answer["errors"] as JsonObject)?.Select(error => error.Key).SingleOrDefault().ShouldBe(field.Length == 0 ? null : field);
    }

    [Theory]
    [InlineData(null, "/api/session", """{"userName":"clerk\u0000","password":"x"}""", "userName")]
    [InlineData(null, "/api/public/complaints", """{"subject":"attitude","words":"\u0000"}""", "words")]
    [InlineData("supervisor", "/api/supervision/orders/61010420260302000019-D1/withdrawal", """{"reason":"a\u0000"}""", "reason")]
    [InlineData("designer", StudioDoor.Api + "/workflow-definitions", """{"model":{"name":"a\u0000b"}}""", "model.name")]
    [InlineData("designer", StudioDoor.Api + "/workflow-definitions", """{"model":{"name":"a\ud800b"}}""", "model.name")]
    [InlineData("designer", StudioDoor.Api + "/workflow-instances", """{"searchTerm":"\u0000"}""", "searchTerm")]
    public async Task A_body_is_refused_at_its_field(string? userName, string path, string body, string field)
    {
        var account = userName is null ? door.Anonymous : await door.AsAsync(userName);
        var answer = await account.SendAsync(HttpMethod.Post, path, body);
        (answer.Status, answer.Code).ShouldBe((400, "text_malformed"), answer.Text);
        ((JsonObject)answer["errors"]!).Select(error => error.Key).ShouldBe([field]);
    }

    [Theory]
    [InlineData("sign-in", "/login", "UserName")]
    [InlineData("track", "/track", "Number")]
    [InlineData("complain", "/complain", "Words")]
    [InlineData("rate-find", "/rate", "Number")]
    public async Task A_form_of_a_page_is_not_taken(string form, string path, string field)
    {
        var browser = new Browser(door.Address);
        var page = await browser.OpenAsync(path);
        foreach (var isInParts in new[] { false, true })
        {
            ((int)(await browser.SendAsync(page, path, form, isInParts, (field, "ab"))).Status).ShouldBe(200);
            ((int)(await browser.SendAsync(page, path, form, isInParts, (field, "a\0b"))).Status).ShouldBe(400);
        }
    }

    [Theory]
    [InlineData("/results?Search=%00")]
    [InlineData("/guide?Search=%00")]
    [InlineData("/cases?Search=a%00")]
    public async Task A_page_does_not_search_for_it(string path) =>
        ((int)(await (await Browser.SignInAsync(door.Address, "clerk")).OpenAsync(path)).Status).ShouldBe(400);

    [Fact]
    public async Task The_server_itself_refuses_it_in_a_path() =>
        (await (await door.AsAsync("clerk")).GetAsync("/api/catalogue/items/%00")).Status.ShouldBe(400);

    public ValueTask DisposeAsync()
    {
        var heard = Complaints.Distinct().ToArray();
        Complaints.Clear();
        heard.ShouldBeEmpty();
        return ValueTask.CompletedTask;
    }
}
