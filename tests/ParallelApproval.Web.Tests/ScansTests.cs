using System.Net.Http.Headers;
using System.Text;

namespace ParallelApproval.Web;

/// <summary>Papers as files through the front door: sent, listed, read by whoever sees the case, refused in plain words.</summary>
[Collection<SecondDoor>]
public sealed class ScansTests(FrontDoor door)
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\n%%EOF\n");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_sent_once_and_read_by_those_who_see_the_case()
    {
        var number = await ReceiveAsync();
        var filed = await SendAsync("clerk", number, "M01", "租赁合同.exe", Pdf, key: "scan-1");
        filed.Status.ShouldBe(200, filed.Text);
        (await SendAsync("clerk", number, "M01", "租赁合同.exe", Pdf, key: "scan-1")).Text.ShouldBe(filed.Text);
        var listed = (await (await door.AsAsync("approver-syj")).GetAsync($"/api/cases/{number}/scans"))["items"]!
            .AsArray()
            .ShouldHaveSingleItem()!;
        listed["name"]!.GetValue<string>().ShouldBe("租赁合同.pdf");

        var address = listed["address"]!.GetValue<string>();
        var shown = await (await door.AsAsync("approver-syj")).GetAsync(address);
        shown.ShouldSatisfyAllConditions(
            () => shown.Status.ShouldBe(200, shown.Text),
            () => shown.ContentType.ShouldBe("application/pdf"),
            () => shown.Text.ShouldStartWith("%PDF-1.7"),
            () => shown.Headers["X-Content-Type-Options"].ShouldBe("nosniff"),
            () => shown.Headers["X-Frame-Options"].ShouldBe("SAMEORIGIN"),
            () => shown.Headers["Content-Security-Policy"].ShouldContain("default-src 'none'"),
            () => shown.Headers["Content-Disposition"].ShouldStartWith("inline")
        );
        (await (await door.AsAsync("clerk")).GetAsync(address + "?download=true"))
            .Headers["Content-Disposition"]
            .ShouldStartWith("attachment");

        (await (await door.AsAsync("approver-mzj")).GetAsync(address)).Code.ShouldBe("case_not_found");
        (await (await door.AsAsync("clerk-street")).GetAsync(address)).Code.ShouldBe("case_not_found");
        (await (await door.AsAsync("designer")).GetAsync(address)).Code.ShouldBe("verb_not_allowed");
        (await (await door.AsAsync("clerk")).GetAsync($"/api/cases/{number}/scans/9")).Code.ShouldBe("scan_not_found");
        (await (await door.AsAsync("clerk-street")).GetAsync($"/api/cases/{number}/documents")).Code.ShouldBe("case_not_found");
    }

    [Fact]
    public async Task A_wrong_or_huge_file_is_refused_and_changes_nothing()
    {
        var number = await ReceiveAsync();
        var wrong = await SendAsync("clerk", number, "M01", "cat.pdf", "MZ"u8.ToArray());
        (wrong.Status, wrong.Code).ShouldBe((400, "scan_format_unknown"));
        wrong["errors"]!["file"].ShouldNotBeNull();
        var large = new byte[20 * 1024 * 1024 + 1];
        Pdf.CopyTo(large, 0);
        (await SendAsync("clerk", number, "M01", "large.pdf", large)).Code.ShouldBe("body_too_large");
        (await SendAsync("clerk", number, "M01", "large.pdf", large[..^1])).Status.ShouldBe(200);
        (
            await (await door.AsAsync("clerk")).SendAsync(HttpMethod.Post, $"/api/cases/{number}/scans?paper=M01&name=x.pdf", "{}")
        ).Code.ShouldBe("bytes_expected");
        (await (await door.AsAsync("clerk")).GetAsync($"/api/cases/{number}/scans"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    private async Task<string> ReceiveAsync() =>
        (await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();

    private async Task<Answer> SendAsync(string userName, string number, string paper, string name, byte[] content, string? key = null)
    {
        using var http = new HttpClient { BaseAddress = door.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await door.AsAsync(userName)).Token);
        using var body = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        if (key is not null)
            http.DefaultRequestHeaders.Add("Idempotency-Key", key);
        using var response = await http.PostAsync(
            $"/api/cases/{number}/scans?paper={paper}&name={Uri.EscapeDataString(name)}",
            body,
            Cancellation
        );
        return new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(Cancellation)
        );
    }
}
