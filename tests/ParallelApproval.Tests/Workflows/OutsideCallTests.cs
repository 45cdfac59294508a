using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Outbound;
using ParallelApproval.Testing;

namespace ParallelApproval.Workflows;

/// <summary>What a flow sends to others: after the commit, at least once, and what comes of it is one step.</summary>
public sealed class OutsideCallTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/json", "200", "answered 42")]
    [InlineData("/gone", "Unmatched status code", "answered 410")]
    [InlineData("/inside", "Unmatched status code", "answered 302")]
    public async Task The_flow_goes_on_by_the_status_code_with_what_came_back(string path, string port, string line)
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync(receiver);
        (await house.PublishAsync(Asking(receiver.At(path), port))).ShouldBeEmpty();
        var run = await house.StartAsync("asking");
        (await house.StatusAsync(run)).ShouldBe("Suspended");
        receiver.Received.ShouldBeEmpty("nothing is sent before the commit");
        await house.CallAsync();
        (await house.LinesAsync(run)).ShouldBe([line]);
        await house.CallAsync();
        receiver.Received.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_node_that_dies_while_it_sends_leaves_the_same_request_to_the_next()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync(receiver);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Cancellation, Settings(receiver));
        (await house.PublishAsync(Asking(receiver.At("/json"), "200"))).ShouldBeEmpty();
        await second.Get<Database.RegisterCache>().RefreshAsync(Cancellation);
        var run = await house.StartAsync("asking");
        // It has taken the call up and sent it, and is gone before the answer is a step of the flow.
        await house.Database.DoAsync(
            "UPDATE workflow_calls SET next_at = timestamptz '2026-03-02 09:00:00+08' + interval '3 minutes', attempts = 1",
            Cancellation
        );
        (await second.CallAsync()).ShouldBe(0, "it is the other's for three minutes");
        second.Clock.Advance(MakeCalls.Term);
        (await second.CallAsync()).ShouldBe(1);
        (await house.LinesAsync(run)).ShouldBe(["answered 42"]);
        receiver.Received.Single().Key.ShouldStartWith(run.ToString());
    }

    [Fact]
    public async Task A_receiver_that_is_busy_is_asked_again_with_the_same_key()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync(receiver);
        (await house.PublishAsync(Asking(receiver.At("/busy"), "200"))).ShouldBeEmpty();
        var run = await house.StartAsync("asking");
        await house.CallAsync();
        (await house.StatusAsync(run)).ShouldBe("Suspended");
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        await house.CallAsync();
        (await house.StatusAsync(run)).ShouldBe("Finished");
        receiver.Received.Count.ShouldBe(2);
        receiver.Received.Select(one => one.Key).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_target_that_hangs_hurts_nobody_elses()
    {
        await using var hanging = await WebReceiver.OpenAsync();
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services => services.AddSingleton(
                new OutboundSettings
                {
                    InsideHosts = [$"127.0.0.1:{hanging.Port}", $"127.0.0.1:{receiver.Port}"],
                    Seconds = 120,
                    Tries = 1,
                }
            ));
        (await house.PublishAsync(Asking(hanging.At("/hang"), "200", "hangs"))).ShouldBeEmpty();
        (await house.PublishAsync(Asking(receiver.At("/json"), "200"))).ShouldBeEmpty();
        for (var i = 0; i < 4 * MakeCalls.MostOfOneHost; i++)
            await house.StartAsync("hangs");
        var run = await house.StartAsync("asking");
        var calls = house.Get<MakeCalls>();
        await calls.SendAsync(Cancellation);
        await hanging.Hanging.Task;
        while ((await house.LinesAsync(run)).Length == 0)
            await calls.SendAsync(Cancellation);
        hanging.Received.Count.ShouldBeLessThanOrEqualTo(MakeCalls.MostOfOneHost);
        await hanging.DisposeAsync();
        await calls.RunOnceAsync(Cancellation);
    }

    [Fact]
    public async Task A_host_that_is_on_no_list_is_not_published_and_one_worked_out_is_a_failed_step()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync(receiver);
        (await house.PublishAsync(Asking("https://elsewhere.example.org/", "200"))).ShouldBe(["host_not_listed"]);
        var sly = Asking(receiver.At("/json"), "200");
        sly.Activity("ask").Given("url", "JavaScript", "'http://elsewhere.example.org/'");
        (await house.PublishAsync(sly)).ShouldBeEmpty();
        var run = await house.StartAsync("asking");
        (await house.HistoryAsync(run)).State.Incidents.Single().Code.ShouldBe("http_notallowed");
        await house.CallAsync();
        receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Mail_is_handed_over_once_and_what_the_server_refuses_for_good_is_a_failed_step()
    {
        using var post = new MailReceiver();
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            services.AddSingleton(
                new OutboundSettings { Seconds = 120, Mail = new("127.0.0.1", post.Port, "centre@example.org", IsEncrypted: false) }
            )
        );
        var mail = Designing.Dragged(
            "mail",
            "Elsa.SendEmail",
            "写信",
            ("to", "one@example.org, two@example.org"),
            ("subject", "夜间巡检"),
            ("body", "<p>all is well</p>")
        );
        (await house.PublishAsync(HouseFlows.Chain("mailing", mail, HouseFlows.Line("sent")))).ShouldBeEmpty();
        var run = await house.StartAsync("mailing");
        post.Messages.ShouldBeEmpty("nothing is sent before the commit");
        await house.CallAsync();
        (await house.LinesAsync(run)).ShouldBe(["sent"]);
        var message = post.Messages.ShouldHaveSingleItem();
        message.ShouldContain("all is well");
        message.ShouldContain($"Message-Id: <{run}.");

        post.ToRecipients = "550 nobody of that name";
        var refused = await house.StartAsync("mailing");
        await house.CallAsync();
        var incident = (await house.HistoryAsync(refused)).State.Incidents.Single();
        incident.Code.ShouldBe("mail_not_sent");
        post.ToRecipients = "250 OK";
        await house.Get<RetryIncidentHandler>().HandleAsync(new(refused, incident.Id), house.Designer, Cancellation);
        await house.CallAsync();
        (await house.LinesAsync(refused)).ShouldBe(["sent"]);
    }

    [Fact]
    public async Task Without_a_mail_server_no_flow_that_sends_mail_is_published()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var mail = Designing.Dragged("mail", "Elsa.SendEmail", "写信", ("to", "one@example.org"));
        (await house.PublishAsync(HouseFlows.Chain("mailing", mail))).ShouldBe(["mail_not_set"]);
    }

    private static Action<IServiceCollection> Settings(WebReceiver receiver) =>
        services => services.AddSingleton(new OutboundSettings { InsideHosts = [$"127.0.0.1:{receiver.Port}"], Seconds = 120 });

    private Task<TestHouse> HouseAsync(WebReceiver receiver) => TestHouse.BuildAsync(cluster, Cancellation, Settings(receiver));

    private static JsonObject Asking(string url, string port, string id = "asking")
    {
        var ask = Designing
            .Dragged("ask", "Elsa.FlowSendHttpRequest", "查询", ("url", url), ("method", "GET"))
            .Given("expectedStatusCodes", "Object", "[200]");
        var tell = Designing
            .Dragged("tell", "Elsa.WriteLine", "写")
            .Given(
                "text",
                "JavaScript",
                "'answered ' + (getOutputFrom('ask', 'ParsedContent')?.answer ?? getOutputFrom('ask', 'StatusCode'))"
            );
        var model = HouseFlows.Chain(id, ask);
        model.Activities.Add(tell);
        model.Connect("ask", port, "tell");
        return model;
    }
}
