using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

public class OfficerRegisterTests(TestCluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Officers_are_found_by_account_and_department()
    {
        await using var house = await TestHouse.EmptyAsync(cluster, Stop);
        var (registers, book) = (house.Get<RegisterCache>(), house.Get<OfficerRegister>());
        book.Find("approver-syj").ShouldBeNull();

        await using var db = await house.Get<IDbContextFactory<ApprovalDbContext>>().CreateDbContextAsync(Stop);
        await SampleDistrict.LoadAsync(db, new FakeTimeProvider(), Stop);
        (await registers.RefreshAsync(Stop)).ShouldBeTrue("loading the district is a new edition");
        var officer = book.Find("Approver-SYJ")!;
        officer.Is(Role.Approver).ShouldBeTrue();
        book.Find(officer.Id).ShouldBeSameAs(officer);
        book.Of("SYJ").ShouldBe([officer]);
        book.Of("XZSP")
            .Select(colleague => colleague.UserName)
            .ShouldBe(["admin", "admin2", "auditor", "clerk", "designer", "manager", "security", "security2", "supervisor"]);
        book.Department("SYJ")!.NameEn.ShouldBe("Food and Drug Administration");
        book.Department(null).ShouldBeNull();
        (await registers.RefreshAsync(Stop)).ShouldBeFalse();
    }
}
