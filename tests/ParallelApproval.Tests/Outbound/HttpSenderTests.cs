using System.Net;

namespace ParallelApproval.Outbound;

/// <summary>What is sent outside goes no further than allowed, and holds nobody up.</summary>
public sealed class HttpSenderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.20.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    public void An_address_that_only_insiders_reach_is_known_in_every_guise(string address) =>
        InsideAddresses.Contain(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2400:3200::1")]
    [InlineData("::ffff:114.114.114.114")]
    public void A_public_address_is_none_of_them(string address) => InsideAddresses.Contain(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("api.example.org", "api.example.org", 443, true)]
    [InlineData("API.example.org", "api.Example.org", 80, true)]
    [InlineData("api.example.org:8443", "api.example.org", 443, false)]
    [InlineData("*.example.org", "a.b.example.org", 443, true)]
    [InlineData("*.example.org", "example.org", 443, false)]
    [InlineData("*.example.org", "badexample.org", 443, false)]
    [InlineData("example.org", "example.org.evil.net", 443, false)]
    public void A_host_is_called_when_it_is_on_the_list(string listed, string host, int port, bool isAllowed) =>
        new OutboundSettings { Hosts = [listed] }
            .Of(host, port)
            .IsAllowed.ShouldBe(isAllowed);

    [Fact]
    public async Task A_name_on_the_list_that_points_inside_is_not_called()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        using var sender = new HttpSender(new() { Hosts = ["localhost", "127.0.0.1"] });
        foreach (var host in (string[])["localhost", "127.0.0.1"])
        {
            var reply = await sender.SendAsync(new("GET", new($"http://{host}:{receiver.Port}/json"), "k"), Cancellation);
            reply.Fault.ShouldBe(HttpFault.NotAllowed);
        }

        receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_comes_back_and_a_redirect_is_one()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        using var sender = new HttpSender(new() { InsideHosts = ["127.0.0.1"] });
        var reply = await sender.SendAsync(new("POST", new(receiver.At("/json")), "key-1", "{}"), Cancellation);
        (reply.Fault, reply.Status, reply.Body).ShouldBe((HttpFault.None, 200, """{"answer":42}"""));
        receiver.Received.Single().ShouldBe(("/json", "{}", "key-1"));
        (await sender.SendAsync(new("GET", new(receiver.At("/inside")), "k"), Cancellation)).Status.ShouldBe(302);
        receiver.Received.Count.ShouldBe(2, "the redirect is not followed");
    }

    [Fact]
    public async Task What_hangs_or_never_ends_or_is_not_there_is_told_as_such()
    {
        await using var receiver = await WebReceiver.OpenAsync();
        using var sender = new HttpSender(
            new()
            {
                InsideHosts = ["127.0.0.1"],
                Seconds = 1,
                Kilobytes = 16,
            }
        );
        async Task<HttpFault> FaultOfAsync(string address) => (await sender.SendAsync(new("GET", new(address), "k"), Cancellation)).Fault;
        (await FaultOfAsync(receiver.At("/hang"))).ShouldBe(HttpFault.TimedOut);
        using var patient = new HttpSender(
            new()
            {
                InsideHosts = ["127.0.0.1"],
                Seconds = 60,
                Kilobytes = 16,
            }
        );
        (await patient.SendAsync(new("GET", new(receiver.At("/long")), "k"), Cancellation)).Fault.ShouldBe(HttpFault.TooLong);
        var gone = receiver.At("/json");
        await receiver.DisposeAsync();
        (await patient.SendAsync(new("GET", new(gone), "k"), Cancellation)).Fault.ShouldBe(HttpFault.NoConnection);
        (await FaultOfAsync("ftp://127.0.0.1/x")).ShouldBe(HttpFault.NotAllowed);
        (await FaultOfAsync("http://somebody:secret@127.0.0.1/x")).ShouldBe(HttpFault.NotAllowed);
    }
}
