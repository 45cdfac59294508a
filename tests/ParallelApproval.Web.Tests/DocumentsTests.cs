using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Events;

namespace ParallelApproval.Web;

/// <summary>Papers through the front door: listed, read, printed as PDF, verified by anybody who holds one.</summary>
[Collection<SecondDoor>]
public sealed class DocumentsTests(FrontDoor door)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_acceptance_notice_is_listed_read_verified_and_printed()
    {
        var notice = await NoticeAsync();
        var clerk = await door.AsAsync("clerk");
        var page = await clerk.GetAsync(notice["address"]!.GetValue<string>());
        page.Status.ShouldBe(200, page.Text);
        page.ContentType.ShouldBe("text/html");
        page.Text.ShouldContain("受理通知书");
        page.Text.ShouldContain("张三");
        page.Text.ShouldContain("承诺办结日期");
        page.Text.Split("<article").Length.ShouldBe(3, "two copies");

        var number = notice["number"]!.GetValue<string>();
        var code = await door.Database.AskAsync<string>($"SELECT code FROM documents WHERE number = '{number}'", Cancellation);
        var anybody = new Browser(door.Address);
        var verified = await anybody.OpenAsync($"/verify/{Uri.EscapeDataString(number)}?code={code}");
        verified.Html.ShouldContain("Genuine");
        verified.Html.ShouldContain("Notice of acceptance");
        verified.Html.ShouldNotContain("张三");
        (await anybody.OpenAsync($"/verify/{Uri.EscapeDataString(number)}?code=AAAAAAAA")).Html.ShouldContain("do not belong together");
        (await anybody.OpenAsync($"/verify/{Uri.EscapeDataString(number)}")).Html.ShouldContain("name=\"Code\"");
    }

    [Fact]
    public async Task A_paper_is_made_as_pdf_and_known_again()
    {
        var notice = await NoticeAsync();
        var clerk = await door.AsAsync("clerk");
        var pdf = await clerk.GetAsync(notice["pdf"]!.GetValue<string>());
        pdf.Status.ShouldBe(200, pdf.Text);
        pdf.ContentType.ShouldBe("application/pdf");
        pdf.Text.ShouldStartWith("%PDF-");
        var number = notice["number"]!.GetValue<string>();
        await clerk.GetAsync(notice["pdf"]!.GetValue<string>());
        (await door.Database.AskAsync<long>($"SELECT count(*) FROM document_prints WHERE document = '{number}'", Cancellation)).ShouldBe(
            1,
            "the same paper is the same file"
        );
    }

    [Fact]
    public async Task A_paper_of_others_is_not_found()
    {
        var notice = await NoticeAsync();
        (await (await door.AsAsync("approver-cgj")).GetAsync(notice["address"]!.GetValue<string>())).Code.ShouldBe("document_not_found");
        (await (await door.AsAsync("approver-syj")).GetAsync(notice["address"]!.GetValue<string>())).Status.ShouldBe(200);
        (await (await door.AsAsync("designer")).GetAsync(notice["address"]!.GetValue<string>())).Status.ShouldBe(403);
        (await door.Anonymous.GetAsync(notice["address"]!.GetValue<string>())).Status.ShouldBe(401);
        (await (await door.AsAsync("clerk")).GetAsync("/api/documents/" + Uri.EscapeDataString("莲审受〔2026〕98765号"))).Code.ShouldBe(
            "document_not_found"
        );
        (await (await door.AsAsync("clerk")).GetAsync("/api/cases/61010420260302999998/documents")).Status.ShouldBe(404);
    }

    private async Task<System.Text.Json.Nodes.JsonNode> NoticeAsync()
    {
        var clerk = await door.AsAsync("clerk");
        var number = (await clerk.PostAsync("/api/cases", Catering.Application(accept: true)))["caseNumber"]!.GetValue<string>();
        while (await door.App.Services.GetRequiredService<Relay>().RunOnceAsync(Cancellation) is not { IsAll: true, Told: 0 })
            await Task.Yield();
        var papers = await clerk.GetAsync($"/api/cases/{number}/documents");
        papers.Status.ShouldBe(200, papers.Text);
        var notices = papers["items"]!.AsArray().Where(paper => paper!["kind"]!.GetValue<string>() == "acceptanceNotice").ToList();
        notices.Count.ShouldBe(1);
        return notices[0]!;
    }
}
