using ErrorOr;
using ParallelApproval.Certificates;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

/// <summary>Seals (审批专用章): entered, given to another keeper, retired; and the log of their uses.</summary>
public sealed class SealTests(TestCluster cluster)
{
    private const string Inscription = "区食品药品监督管理局审批专用章（2）";

    private static readonly DateOnly Today = new(2026, 3, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_seal_is_retired_and_the_next_one_is_put_on_what_follows()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var old = await SealOfSyjAsync(house);
        (
            await house.Get<RetireSealHandler>().HandleAsync(new(old.Number, "磨损", old.Revision), Admin(house), Cancellation)
        ).Value.RetiredOn.ShouldBe(Today);
        house.Get<OfficerRegister>().SealOf("SYJ", Today).ShouldBeNull();
        house.Get<OfficerRegister>().SealOf("SYJ", Today.AddDays(-1))!.Number.ShouldBe(old.Number);
        (await KeepAsync(house, new("SYJ-2", "SYJ", Inscription, "approver-syj", 0))).Value.Revision.ShouldBe(1);

        var number = await house.FinishAsync(Cancellation);
        var uses = await house.Get<SealUses>().OfAsync("SYJ-2", null, 1, Cancellation);
        uses.Uses.Single().CaseNumber.ShouldBe(number.ToString());
        var papers = (await house.Get<DocumentQueries>().OfCaseAsync(number, Cancellation))
            .Where(paper => paper.Seal == "SYJ-2")
            .Select(paper => (paper.Number, paper.SealedBy))
            .ToList();
        var logged = new List<(string, string)>();
        for (
            SealUsePage? page = uses;
            page is not null;
            page = page.Next is { } next
                    ? await house.Get<SealUses>().OfAsync("SYJ-2", SealUseCursor.Parse(next.ToString()), 1, Cancellation)
                    : null
        )
            logged.AddRange(page.Uses.Select(use => (use.Document, use.Officer)));
        logged.ShouldBe(papers, ignoreOrder: true);
        logged.Count.ShouldBeGreaterThan(1);
        (await house.Get<SealUses>().OfAsync(old.Number, null, 10, Cancellation)).Uses.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_seal_is_given_to_another_keeper_and_nothing_else_of_it_changes()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house
            .Get<KeepOfficerHandler>()
            .HandleAsync(new("second-syj", "钱二", "Qian Er", "SYJ", [Role.Approver], 0), Admin(house), Cancellation);
        var seal = await SealOfSyjAsync(house);
        var kept = (await KeepAsync(house, new(seal.Number, "SYJ", seal.Inscription, "second-syj", seal.Revision))).Value;
        (kept.KeeperId, kept.Revision).ShouldBe((house.Get<OfficerRegister>().Find("second-syj")!.Id, 2));
        (await KeepAsync(house, new(seal.Number, "SYJ", seal.Inscription, "approver-syj", 1))).FirstError.Code.ShouldBe(
            "changed_meanwhile"
        );
        (await KeepAsync(house, new(seal.Number, "SYJ", Inscription, "second-syj", 2))).FirstError.Code.ShouldBe("seal_is_cut");
        (await KeepAsync(house, new(seal.Number, "SYJ", seal.Inscription, "approver-gsj", 2))).FirstError.Code.ShouldBe(
            "keeper_of_another"
        );
    }

    [Theory]
    [InlineData("syj 2", "GSJ", Inscription, "approver-gsj", 0, 0, "seal_number_malformed")]
    [InlineData("X1", "SYJ", Inscription, "approver-syj", 0, 0, "seal_in_use")]
    [InlineData("X1", "SYJ", " ", "approver-gsj", 0, -1, "inscription_length_wrong seal_from_past")]
    [InlineData("X1", "SYJ", Inscription, "approver-gsj", 0, 0, "seal_in_use keeper_of_another")]
    [InlineData("X1", "NOBODY", Inscription, "nobody", 0, 0, "department_unknown keeper_of_another")]
    [InlineData("X1", "SYJ", Inscription, "approver-syj", 3, 0, "seal_not_found")]
    public async Task A_seal_that_cannot_be_is_refused_with_everything_that_is_wrong(
        string number,
        string body,
        string inscription,
        string keeper,
        int expected,
        int days,
        string codes
    )
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await SealOfSyjAsync(house);
        var refused = await KeepAsync(house, new(number, body, inscription, keeper, expected, Today.AddDays(days)));
        string.Join(' ', refused.Errors.Select(error => error.Code)).ShouldBe(codes);
    }

    [Fact]
    public async Task A_seal_is_retired_once_with_a_reason_and_not_in_the_past()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var seal = await SealOfSyjAsync(house);
        (await RetireAsync(" ", 1)).FirstError.Code.ShouldBe("reason_missing");
        (await RetireAsync("x", 1, -1)).FirstError.Code.ShouldBe("seal_end_in_past");
        (await RetireAsync("x", 2)).FirstError.Code.ShouldBe("changed_meanwhile");
        (await RetireAsync("机构改革", 1, 3)).IsError.ShouldBeFalse();
        house.Get<OfficerRegister>().SealOf("SYJ", Today.AddDays(2)).ShouldNotBeNull();
        house.Get<OfficerRegister>().SealOf("SYJ", Today.AddDays(3)).ShouldBeNull();
        (await RetireAsync("x", 2)).FirstError.Code.ShouldBe("seal_retired");
        (await KeepAsync(house, new(seal.Number, "SYJ", seal.Inscription, "approver-syj", 2))).FirstError.Code.ShouldBe("seal_retired");
        (await KeepAsync(house, new("X1", "SYJ", Inscription, "approver-syj", 0, Today.AddDays(3)))).IsError.ShouldBeFalse();
        (await house.Get<Events.AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();

        Task<ErrorOr<Seal>> RetireAsync(string reason, int revision, int days = 0) =>
            house.Get<RetireSealHandler>().HandleAsync(new(seal.Number, reason, revision, Today.AddDays(days)), Admin(house), Cancellation);
    }

    private static Database.Act Admin(TestHouse house) => house.By("admin", "XZSP");

    private static Task<ErrorOr<Seal>> KeepAsync(TestHouse house, KeepSeal command) =>
        house.Get<KeepSealHandler>().HandleAsync(command, Admin(house), Cancellation);

    private static async Task<Seal> SealOfSyjAsync(TestHouse house)
    {
        await house.Get<Database.RegisterCache>().RefreshAsync(Cancellation);
        return house.Get<OfficerRegister>().SealsOf("SYJ").Single(seal => seal.Kind is SealKind.Approval);
    }
}
