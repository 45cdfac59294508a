using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Cases;

/// <summary>
/// 申请材料接收凭证: what the applicant takes home (行政许可法 art. 32). It names every paper with its form and number, what is missing, who took it in
/// and when, and how to ask after the case. Received is not accepted.
/// </summary>
internal sealed record ReceiptPaper(
    string CaseNumber,
    string QueryCode,
    string ItemName,
    string ItemCode,
    string Applicant,
    string IdNumber,
    DateTimeOffset ReceivedAt,
    string ReceivedBy,
    IReadOnlyList<ReceiptLine> Papers,
    IReadOnlyList<string> Departments,
    int PromisedDays,
    string? Window,
    ExplainedClock? AnswerBy
)
{
    /// <param name="explain">Says by when the window must answer, while it has not.</param>
    public static ReceiptPaper Of(CaseFile file, ServiceItem item, OfficerRegister officers, ExplainClocks explain) =>
        new(
            file.Number.ToString(),
            file.Case.QueryCode,
            ReaderLanguage.IsEnglish ? item.NameEn : item.Name,
            item.ItemCode,
            file.Case.ApplicantName,
            Masks.Number(file.Applicant!.IdNumber),
            file.Case.ReceivedAt,
            officers.Find(file.Case.ReceivedBy) is { } clerk
                ? (ReaderLanguage.IsEnglish ? clerk.NameEn : clerk.Name)
                : file.Case.ReceivedBy,
            [.. file.Materials.Where(paper => paper.State is not MaterialState.PassedInside).Select(paper => ReceiptLine.Of(paper, item))],
            [
                .. item
                    .Branches.Where(branch => file.Case.ChosenBranches.Contains(branch.Number))
                    .Select(branch => officers.Department(branch.DepartmentCode)?.NameIn(ReaderLanguage.IsEnglish) ?? branch.DepartmentCode)
                    .Distinct(),
            ],
            item.PromisedDays,
            file.Case.WindowNumber,
            file.LatestClock(Clock.OfCase, ClockKind.Notice) is { IsEnded: false } clock
            && explain.Of(file, clock) is { IsError: false } why
                ? why.Value
                : null
        );

    /// <summary>The address of the public query with the number filled in; the code is asked there and stands in no address.</summary>
    public static string QueryAddress(string baseAddress, string caseNumber) => $"{baseAddress}track?no={caseNumber}";
}

/// <summary>One paper on the receipt.</summary>
internal sealed record ReceiptLine(string Code, string Name, MaterialState State, MaterialForm? Form, int Copies)
{
    public static ReceiptLine Of(CaseMaterial paper, ServiceItem item) =>
        new(
            paper.Code,
            ReaderLanguage.IsEnglish
                ? item.Materials.FirstOrDefault(material => material.Code == paper.Code)?.NameEn ?? paper.Name
                : paper.Name,
            paper.State,
            paper.Form,
            paper.Copies
        );
}
