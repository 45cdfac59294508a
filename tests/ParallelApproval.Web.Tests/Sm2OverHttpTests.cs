using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>国密: a house of which <c>ParallelApproval:Crypto</c> is SM gives out papers that bear SM2, and says so to whoever
/// asks.</summary>
public sealed partial class Sm2OverHttpTests(Sm2Door sm2) : IClassFixture<Sm2Door>
{
    private readonly FrontDoor _door = sm2.Door;
    private readonly Browser _anybody = new(sm2.Door.Address);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paper_of_the_house_is_verified_by_page_and_address_and_a_changed_byte_is_refused()
    {
        var (number, code) = await _door.FinishAsync();
        var pdf = await PaperAsync(number, code);
        var (status, verdict) = await VerifyAsync(pdf);
        status.ShouldBe(200);
        ((string?)verdict["verdict"]).ShouldBe("genuine");
        var signature = verdict["signatures"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)signature["method"], (bool?)signature["holds"], (bool?)signature["isWhole"], (bool?)signature["isOurKey"]).ShouldBe(
            ("sm2", true, true, true)
        );
        (await PageAsync(pdf)).ShouldContain("with SM2 (GB/T 32918)");

        pdf[pdf.Length / 2] ^= 1;
        var (_, refused) = await VerifyAsync(pdf);
        ((string?)refused["verdict"]).ShouldBe("altered");
        refused["signatures"]!.AsArray().ShouldBeEmpty();
        (await PageAsync(pdf)).ShouldContain(">Altered<");
    }

    [Theory]
    [InlineData("application/pdf", 400)]
    [InlineData("application/octet-stream", 200)]
    public async Task What_is_no_paper_is_told_so(string type, int status) =>
        (await VerifyAsync([.. "no paper at all"u8], type)).Status.ShouldBe(status);

    private async Task<(int Status, JsonNode Body)> VerifyAsync(byte[] file, string type = "application/octet-stream")
    {
        using var http = new HttpClient { BaseAddress = _door.Address };
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await http.PostAsync("/api/public/papers/verification", content, Cancellation);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!);
    }

    private async Task<byte[]> PaperAsync(string number, string code)
    {
        var page = await _anybody.SendAsync(await _anybody.OpenAsync("/track"), "/track", "track", ("Number", number), ("Code", code));
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("__RequestVerificationToken", Token().Match(page.Html).Groups[1].Value),
            KeyValuePair.Create("number", number),
            KeyValuePair.Create("code", code),
            KeyValuePair.Create("paper", PaperNumber().Match(page.Html).Groups[1].Value),
        ]);
        return await _anybody.PostAsync("/track/paper", form);
    }

    private async Task<string> PageAsync(byte[] file)
    {
        var page = await _anybody.OpenAsync("/verify");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("verify-file"), "_handler" },
            { new StringContent(Token().Match(page.Html).Groups[1].Value), "__RequestVerificationToken" },
            { new ByteArrayContent(file), "File", "paper.pdf" },
        };
        return System.Text.Encoding.UTF8.GetString(await _anybody.PostAsync("/verify", form));
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"paper\" value=\"([^\"]+)\"")]
    private static partial Regex PaperNumber();
}

/// <summary>A server that signs by SM2.</summary>
public sealed class Sm2Door(TestCluster cluster) : IAsyncLifetime
{
    public FrontDoor Door { get; } = new(cluster) { Settings = ["--ParallelApproval:Crypto=SM"] };

    public ValueTask InitializeAsync() => Door.InitializeAsync();

    public ValueTask DisposeAsync() => Door.DisposeAsync();
}
