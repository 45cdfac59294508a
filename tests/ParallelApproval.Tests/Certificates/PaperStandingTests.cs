using ParallelApproval.Cases;
using ParallelApproval.Identities;

namespace ParallelApproval.Certificates;

/// <summary>Whether a paper still holds, by the rule alone.</summary>
public sealed class PaperStandingTests
{
    private static readonly CaseNumber Number = CaseNumber.Of("610104", new(2026, 3, 2), 1);

    [Fact]
    public void A_certificate_holds_to_its_last_day_and_no_longer()
    {
        var paper = Paper(DocumentKind.CertificatePaper, 10);
        Of(paper, today: new(2029, 3, 1)).ShouldBe(PaperStanding.InForce);
        Of(paper, today: new(2029, 3, 2)).ShouldBe(PaperStanding.Expired);
    }

    [Theory]
    [InlineData(DocumentKind.CertificatePaper, PaperStanding.Revoked)]
    [InlineData(DocumentKind.Grant, PaperStanding.Revoked)]
    [InlineData(DocumentKind.FinishNotice, PaperStanding.Revoked)]
    [InlineData(DocumentKind.AcceptanceNotice, PaperStanding.InForce)]
    public void With_the_grant_falls_what_tells_of_it(DocumentKind kind, PaperStanding expected) =>
        Of(Paper(kind, 10), CaseStatus.Revoked).ShouldBe(expected);

    [Fact]
    public void A_decision_that_was_withdrawn_is_withdrawn_on_its_paper_and_the_next_one_holds()
    {
        var (first, back, second) = (
            Paper(DocumentKind.Grant, 10),
            Paper(DocumentKind.DecisionWithdrawal, 20),
            Paper(DocumentKind.Grant, 30)
        );
        Of(first, papers: [first, back, second]).ShouldBe(PaperStanding.Withdrawn);
        Of(second, papers: [first, back, second]).ShouldBe(PaperStanding.InForce);
        Of(first, branch: BranchStatus.InReview).ShouldBe(PaperStanding.Withdrawn, "the paper about it follows an instant later");
    }

    [Fact]
    public void A_later_certificate_replaces_the_one_before_in_its_branch_alone()
    {
        var (first, other, second) = (
            Paper(DocumentKind.CertificatePaper, 10),
            Paper(DocumentKind.CertificatePaper, 15) with
            {
                Branch = 2,
            },
            Paper(DocumentKind.CertificatePaper, 20)
        );
        Of(first, papers: [first, other]).ShouldBe(PaperStanding.InForce);
        Of(first, papers: [first, other, second]).ShouldBe(PaperStanding.Replaced);
    }

    private static PaperStanding Of(
        Document paper,
        CaseStatus status = CaseStatus.Finished,
        BranchStatus branch = BranchStatus.Approved,
        Document[]? papers = null,
        DateOnly? today = null
    ) =>
        PaperStandings.Of(
            paper,
            new(
                Number,
                "610104-QT-106",
                1,
                "招牌",
                "张三",
                false,
                null,
                DeliveryWay.Window,
                status,
                status,
                null,
                [new(1, "CGJ", "招牌许可", branch, null)]
            ),
            papers ?? [paper],
            today ?? new(2026, 3, 3)
        );

    private static Document Paper(DocumentKind kind, int cause) =>
        new(
            Number,
            $"莲审{cause}",
            kind,
            1,
            cause,
            new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)),
            """{"certificate":{"document":"餐饮服务许可证（有效期3年）"}}""",
            1,
            "AAAAAAAA",
            null,
            "system",
            []
        );
}
