using ParallelApproval.Cases;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web;

public sealed class ReceiptHeadingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_status_has_a_heading_of_its_own(bool english)
    {
        ReaderLanguage.Set(english);
        var headings = Enum.GetValues<CaseStatus>().Select(ReceiptHeading.Of).ToList();
        headings.ShouldBeUnique();
        // A word that is missing would be shown as its key.
        headings.ShouldNotContain(heading => heading.Contains('_'));
        headings.ShouldAllBe(heading => heading.Any(char.IsAsciiLetter) == english);
    }

    [Theory]
    [InlineData(true, "every department has its copy")]
    [InlineData(false, "相关部门均已收到抄告")]
    public void Only_of_a_case_in_approval_it_says_that_every_department_has_its_copy(bool english, string said)
    {
        ReaderLanguage.Set(english);
        Enum.GetValues<CaseStatus>()
            .Where(status => ReceiptHeading.Of(status).Contains(said, StringComparison.Ordinal))
            .ShouldBe([CaseStatus.InApproval]);
    }

    [Fact]
    public void A_receipt_of_a_withdrawn_case_says_so()
    {
        ReaderLanguage.Set(english: false);
        ReceiptHeading.Of(CaseStatus.Withdrawn).ShouldContain("撤回");
    }
}
