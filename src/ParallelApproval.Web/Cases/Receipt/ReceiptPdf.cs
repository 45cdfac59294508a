using System.Globalization;
using System.Net;
using System.Text;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Certificates;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Cases;

/// <summary>
/// The receipt (申请材料接收凭证) as a PDF file, in Chinese as every paper: the same that the window prints, with the query code, for whoever has
/// number and code already. A copy that is numbered and verified is made by <c>CopyReceipt</c>.
/// </summary>
internal sealed class ReceiptPdf(
    PaperPress press,
    PublicHome home,
    CatalogueRegister catalogue,
    OfficerRegister officers,
    ExplainClocks explain
)
{
    /// <summary>Refuses where the fonts are missing.</summary>
    public ErrorOr<byte[]> Make(CaseFile file)
    {
        if (!press.IsThere)
            return FrontRefusals.NoPaperFonts();
        ReaderLanguage.Set(english: false);
        var item = catalogue.Current.Version(file.Case.ItemCode, file.Case.ItemVersion)!;
        return press.Print(Sheet(ReceiptPaper.Of(file, item, officers, explain), item), file.Case.ReceivedAt);
    }

    private PaperSheet Sheet(ReceiptPaper paper, ServiceItem item) =>
        new(
            paper.CaseNumber,
            officers.Department(item.IntakeDepartmentCode)?.Name ?? "",
            Words.Word("receipt_title"),
            Body(paper),
            ReceiptPaper.QueryAddress(home.Address, paper.CaseNumber),
            [Words.Word("qr_caption"), $"{Words.Word("query_code")} {paper.QueryCode}"],
            null,
            $"（{Words.Word("window_seal")}）",
            paper.ReceivedBy,
            paper.ReceivedAt.ToString("yyyy年M月d日", CultureInfo.InvariantCulture),
            false,
            [null]
        )
        {
            CodeLeadsTo = Words.Word("qr_alt"),
        };

    private static string Body(ReceiptPaper paper)
    {
        var body = new StringBuilder();
        Say(
            Words.Word(
                "receipt_intro",
                paper.Applicant,
                paper.IdNumber,
                paper.ReceivedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                paper.ItemName,
                paper.ItemCode
            )
        );
        body.Append("<table>");
        Row("th", ["paper_code", "material", "paper_form", "paper_copies", "status"], Words.Word);
        foreach (var line in paper.Papers)
            Row(
                "td",
                [
                    line.Code,
                    line.Name,
                    line.Form is { } form ? Words.Word("paper_form_" + form) : "–",
                    line.Copies > 0 ? line.Copies.ToString(CultureInfo.InvariantCulture) : "–",
                    Names.Of(line.State),
                ],
                text => text
            );
        body.Append("</table>");
        Say(Words.Word("receipt_not_acceptance") + Words.Word("receipt_next", paper.PromisedDays));
        if (paper.AnswerBy is { } answer)
            Say(Words.Word("receipt_answer_by", answer.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Say($"{Words.Word("departments_copied")}：{string.Join('、', paper.Departments)}");
        Say(
            $"{Words.Word("received_by")}：{paper.ReceivedBy}"
                + (paper.Window is { } window ? " · " + Words.Word("window_numbered", window) : "")
        );
        Say($"{Words.Word("applicant_signature")}：");
        return body.ToString();

        void Say(string text) => body.Append(CultureInfo.InvariantCulture, $"<p>{WebUtility.HtmlEncode(text)}</p>");

        void Row(string cell, string[] texts, Func<string, string> say)
        {
            body.Append("<tr>");
            foreach (var text in texts)
                body.Append(CultureInfo.InvariantCulture, $"<{cell}>{WebUtility.HtmlEncode(say(text))}</{cell}>");
            body.Append("</tr>");
        }
    }
}
