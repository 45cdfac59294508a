using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Cases;
using ParallelApproval.Events;
using ParallelApproval.Outbound;
using ParallelApproval.Testing;

namespace ParallelApproval.Webhooks;

/// <summary>事件推送: systems of others are told what happened, signed, once or more, and one that fails harms nobody else.</summary>
public sealed class WebhookTests(TestCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_system_is_told_number_event_and_time_signed_and_nothing_of_a_person()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync();
        var hook = await MakeAsync(house, receiver.At("/json"), nameof(CaseReceived), nameof(CaseAccepted));
        var number = await house.ReceiveAsync();
        await house.HearAsync(Stop);
        (await house.Get<DeliverWebhooks>().RunOnceAsync(Stop)).ShouldBe(2);

        var told = receiver.Signed.ToArray();
        told.Select(one => JsonNode.Parse(one.Body)!["type"]!.GetValue<string>()).ShouldBe([nameof(CaseReceived), nameof(CaseAccepted)]);
        foreach (var one in told)
        {
            one.Signature.ShouldBe(Sign(hook.Secret, one));
            long.Parse(one.Timestamp, CultureInfo.InvariantCulture).ShouldBe(house.Clock.GetUtcNow().ToUnixTimeSeconds());
            var body = JsonNode.Parse(one.Body)!.AsObject();
            body.Select(member => member.Key).ShouldBe(["type", "timestamp", "data"]);
            body["data"]!.AsObject().Select(member => member.Key).ShouldBe(["caseNumber", "address"]);
            body["data"]!["caseNumber"]!.GetValue<string>().ShouldBe(number.ToString());
            body["data"]!["address"]!.GetValue<string>().ShouldEndWith($"/api/cases/{number}");
            one.Body.ShouldNotContain(Catering.Applicant.Name);
        }

        (await house.Get<DeliverWebhooks>().RunOnceAsync(Stop)).ShouldBe(0);
        (await StatusesAsync(house, hook)).ShouldBe([DeliveryStatus.Delivered, DeliveryStatus.Delivered]);
        (await house.Get<AuditQueries>().VerifyAsync(Stop)).Holds.ShouldBeTrue("webhooks are sealed");
    }

    [Fact]
    public async Task A_listener_that_hears_twice_enters_nothing_twice_and_nobody_hears_of_what_was_before()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync();
        await house.ReceiveAsync();
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        var hook = await MakeAsync(house, receiver.At("/json"), nameof(CaseReceived));
        await house.ReceiveAsync();
        await house.HearAsync(Stop);
        await house.Database.DoAsync("UPDATE listeners SET position = 0 WHERE name = 'webhooks'", Stop);
        await using var second = await TestHouse.SecondNodeAsync(house.Database, Stop, Outbound);
        second.Clock.Advance(TimeSpan.FromMinutes(1));
        await second.HearAsync(Stop);
        (await house.Database.AskAsync<long>("SELECT position FROM listeners WHERE name = 'webhooks'", Stop)).ShouldBeGreaterThan(0);
        (await StatusesAsync(house, hook)).ShouldBe([DeliveryStatus.Waiting]);
    }

    [Fact]
    public async Task Only_cases_in_which_a_body_has_a_part_are_told_where_one_is_named()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync();
        var (of, notOf) = (
            await KeepAsync(house, new("系统", receiver.At("/json"), [nameof(CaseAccepted)], "SYJ")),
            await KeepAsync(house, new("系统", receiver.At("/json"), [nameof(CaseAccepted)], "SWJ"))
        );
        await house.ReceiveAsync();
        await house.HearAsync(Stop);
        (await StatusesAsync(house, of)).ShouldHaveSingleItem();
        (await StatusesAsync(house, notOf)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_fails_is_tried_ever_later_with_the_same_id_is_dead_at_last_and_is_sent_again_by_hand()
    {
        await using var house = await HouseAsync();
        string gone;
        await using (var receiver = await WebReceiver.OpenAsync())
            gone = receiver.At("/json");
        var hook = await MakeAsync(house, gone, nameof(CaseReceived));
        await house.ReceiveAsync();
        await house.HearAsync(Stop);
        var deliver = house.Get<DeliverWebhooks>();
        foreach (var pause in DeliverWebhooks.Pauses)
        {
            (await deliver.RunOnceAsync(Stop)).ShouldBe(1);
            (await StatusesAsync(house, hook)).ShouldBe([DeliveryStatus.Waiting]);
            house.Clock.Advance(pause - TimeSpan.FromSeconds(1));
            (await deliver.RunOnceAsync(Stop)).ShouldBe(0, "it waits");
            house.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await deliver.RunOnceAsync(Stop)).ShouldBe(1);
        var dead = (await house.Get<WebhookQueries>().DeliveriesAsync(hook.Webhook.Id, null, 10, Stop)).Single();
        (dead.Status, dead.Tries).ShouldBe((DeliveryStatus.Dead, DeliverWebhooks.MostTries));
        house.Clock.Advance(TimeSpan.FromDays(2));
        (await deliver.RunOnceAsync(Stop)).ShouldBe(0);

        var again = house.Get<SendAgainHandler>();
        (await again.HandleAsync(new(dead.Id), house.By("security", "XZSP"), Stop)).ErrorsOrEmptyList.ShouldBeEmpty();
        (await again.HandleAsync(new(dead.Id), house.By("security", "XZSP"), Stop)).FirstError.Code.ShouldBe("delivery_waits");
        (await deliver.RunOnceAsync(Stop)).ShouldBe(1);
        (await StatusesAsync(house, hook)).ShouldBe([DeliveryStatus.Waiting]);
    }

    [Fact]
    public async Task A_receiver_that_hangs_redirects_or_is_gone_harms_nobody_else()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync();
        var (hanging, moved, gone, good) = (
            await MakeAsync(house, receiver.At("/hang"), nameof(CaseReceived), nameof(CaseAccepted)),
            await MakeAsync(house, receiver.At("/inside"), nameof(CaseReceived)),
            await MakeAsync(house, receiver.At("/gone"), nameof(CaseReceived)),
            await MakeAsync(house, receiver.At("/json"), nameof(CaseReceived), nameof(CaseAccepted))
        );
        await house.ReceiveAsync();
        await house.HearAsync(Stop);
        var deliver = house.Get<DeliverWebhooks>();
        // Whoever hangs has one place and keeps it; the others are served beside it, one message after the other.
        while ((await StatusesAsync(house, good)).Contains(DeliveryStatus.Waiting))
        {
            await deliver.SendAsync(Stop);
            await receiver.Hanging.Task.WaitAsync(TimeSpan.FromMinutes(2), Stop);
        }

        while ((await StatusesAsync(house, gone)).Contains(DeliveryStatus.Waiting))
            await deliver.SendAsync(Stop);
        (await StatusesAsync(house, gone)).ShouldBe([DeliveryStatus.Dead], "410 says that nobody wants more");
        receiver.Received.Count(one => one.Path == "/hang").ShouldBe(1);
        while ((await LastAsync(house, moved)).Said is null)
            await Task.Yield();
        (await LastAsync(house, moved)).Said.ShouldBe("302", "a redirect is an answer, and is not followed");
        receiver.Received.Count(one => one.Path == "/json").ShouldBe(2);
        (await StatusesAsync(house, hanging)).ShouldBe([DeliveryStatus.Waiting, DeliveryStatus.Waiting]);
    }

    [Fact]
    public async Task A_node_that_dies_while_it_sends_leaves_the_message_to_the_next_with_the_same_id()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync();
        var hook = await MakeAsync(house, receiver.At("/json"), nameof(CaseReceived));
        await house.ReceiveAsync();
        await house.HearAsync(Stop);
        await house.Database.DoAsync("UPDATE webhook_deliveries SET tries = 1, next_at = next_at + interval '3 minutes'", Stop);
        (await house.Get<DeliverWebhooks>().RunOnceAsync(Stop)).ShouldBe(0, "it is the other's for three minutes");
        house.Clock.Advance(DeliverWebhooks.Term);
        (await house.Get<DeliverWebhooks>().RunOnceAsync(Stop)).ShouldBe(1);
        receiver.Signed.Single().Id.ShouldBe((await LastAsync(house, hook)).Message);
    }

    [Fact]
    public async Task A_rotated_secret_signs_beside_the_old_one_for_the_stated_hours_and_then_alone()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync();
        var old = await MakeAsync(house, receiver.At("/json"), nameof(CaseReceived));
        var made = await house.Get<RotateWebhookSecretHandler>().HandleAsync(new(old.Webhook.Id, 1), house.By("security", "XZSP"), Stop);
        made.Value.Secret.ShouldNotBe(old.Secret);
        async Task<(string Id, string Timestamp, string Signature, string Body)> TriedAsync()
        {
            var trial = await house.Get<TestWebhookHandler>().HandleAsync(new(old.Webhook.Id), house.By("security", "XZSP"), Stop);
            trial.Value.ShouldBe(new(true, "200"));
            return receiver.Signed.Last();
        }

        var both = await TriedAsync();
        both.Signature.ShouldBe($"{Sign(made.Value.Secret, both)} {Sign(old.Secret, both)}");
        house.Clock.Advance(TimeSpan.FromHours(1));
        var alone = await TriedAsync();
        alone.Signature.ShouldBe(Sign(made.Value.Secret, alone));
    }

    [Fact]
    public async Task A_webhook_that_was_ended_is_told_nothing_more_not_even_what_waited()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync();
        var hook = await MakeAsync(house, receiver.At("/json"), nameof(CaseReceived));
        await house.ReceiveAsync();
        await house.HearAsync(Stop);
        var end = house.Get<EndWebhookHandler>();
        (await end.HandleAsync(new(hook.Webhook.Id, "停用"), house.By("security", "XZSP"), Stop)).ErrorsOrEmptyList.ShouldBeEmpty();
        (await end.HandleAsync(new(hook.Webhook.Id, "停用"), house.By("security", "XZSP"), Stop)).FirstError.Code.ShouldBe("webhook_ended");
        await house.ReceiveAsync();
        await house.HearAsync(Stop);
        (await house.Get<DeliverWebhooks>().RunOnceAsync(Stop)).ShouldBe(0);
        (await StatusesAsync(house, hook)).ShouldBe([DeliveryStatus.Dead]);
        receiver.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/x", nameof(CaseReceived), "", null)]
    [InlineData("https://elsewhere.example.org/x", nameof(CaseReceived), "", "webhook_host_not_allowed")]
    [InlineData("http://a:b@127.0.0.1/x", nameof(CaseReceived), "", "webhook_address_malformed")]
    [InlineData("ftp://127.0.0.1/x", nameof(CaseReceived), "", "webhook_address_malformed")]
    [InlineData("here", nameof(CaseReceived), "", "webhook_address_malformed")]
    [InlineData("http://127.0.0.1/x", "CasePainted", "", "webhook_kind_unknown")]
    [InlineData("http://127.0.0.1/x", nameof(CaseReceived), "NONE", "department_unknown")]
    public async Task An_address_stands_on_the_list_and_a_kind_is_known(string address, string kind, string body, string? code)
    {
        await using var house = await HouseAsync();
        var made = await house
            .Get<MakeWebhookHandler>()
            .HandleAsync(new("系统", address, [kind], body), house.By("security", "XZSP"), Stop);
        made.ErrorsOrEmptyList.Select(error => error.Code).FirstOrDefault().ShouldBe(code);
    }

    [Fact]
    public async Task What_was_delivered_a_month_ago_is_taken_away_and_what_is_dead_stays_as_long_once_more()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        await using var house = await HouseAsync();
        var (good, gone) = (
            await MakeAsync(house, receiver.At("/json"), nameof(CaseReceived)),
            await MakeAsync(house, receiver.At("/gone"), nameof(CaseReceived))
        );
        await house.ReceiveAsync();
        await house.HearAsync(Stop);
        await house.Get<DeliverWebhooks>().RunOnceAsync(Stop);
        house.Clock.Advance(TimeSpan.FromDays(WebhookQueries.DaysKept + 1));
        await house.Get<WebhookQueries>().ForgetOldAsync(Stop);
        ((await StatusesAsync(house, good)).Count, (await StatusesAsync(house, gone)).Count).ShouldBe((0, 1));
    }

    private static void Outbound(IServiceCollection services) =>
        services.AddSingleton(new OutboundSettings { InsideHosts = ["127.0.0.1"], Seconds = 120 });

    private Task<TestHouse> HouseAsync() => TestHouse.BuildAsync(cluster, Stop, Outbound);

    private static Task<MadeWebhook> MakeAsync(TestHouse house, string address, params string[] kinds) =>
        KeepAsync(house, new("办件系统", address, kinds));

    private static async Task<MadeWebhook> KeepAsync(TestHouse house, MakeWebhook command)
    {
        var made = await house.Get<MakeWebhookHandler>().HandleAsync(command, house.By("security", "XZSP"), Stop);
        made.ErrorsOrEmptyList.ShouldBeEmpty();
        return made.Value;
    }

    private static async Task<IReadOnlyList<DeliveryStatus>> StatusesAsync(TestHouse house, MadeWebhook hook) =>
        [.. (await house.Get<WebhookQueries>().DeliveriesAsync(hook.Webhook.Id, null, 10, Stop)).Select(delivery => delivery.Status)];

    private static async Task<WebhookDelivery> LastAsync(TestHouse house, MadeWebhook hook) =>
        (await house.Get<WebhookQueries>().DeliveriesAsync(hook.Webhook.Id, null, 10, Stop))[0];

    // As a receiver computes it, by the text of the standard.
    private static string Sign(string secret, (string Id, string Timestamp, string Signature, string Body) told) =>
        "v1,"
        + Convert.ToBase64String(
            HMACSHA256.HashData(
                Convert.FromBase64String(secret["whsec_".Length..]),
                Encoding.UTF8.GetBytes($"{told.Id}.{told.Timestamp}.{told.Body}")
            )
        );
}
