using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>
/// Refusals, papers, results and what is published of them (E11 to E20): each point fires for what is wrong, and only for it.
/// </summary>
public sealed class ResultPointTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "no_remedies")]
    public async Task E11_a_refusal_that_hides_the_remedies_is_red(string? remedies, string? reason)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (
            await house
                .Get<DecideBranchHandler>()
                .HandleAsync(
                    new(new(number, 1, 1), Verdict.Refuse, "不符合。", "面积不足。", remedies),
                    house.Approver("SYJ"),
                    Cancellation
                )
        ).ShouldSucceed();
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(number, "E11")).Select(card => card.Reason).ShouldBe(reason is null ? [] : [reason]);
    }

    [Fact]
    public async Task E13_a_paper_that_two_departments_ask_for_is_carded_to_the_second()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var paper = (await house.FileAsync(number, Cancellation)).Materials[0].Code;
        await house.CorrectAsync(number, 1, paper);
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(number, "E13")).ShouldBeEmpty();
        await house.SupplyAsync(number, paper);
        await house.CorrectAsync(number, 2, paper);
        await house.HearAsync(Cancellation);
        (await house.CardAsync(number, "E13", 2)).ShouldSatisfyAllConditions(
            card => card.Reason.ShouldBe("asked_twice"),
            card => card.Department.ShouldBe("GSJ")
        );
    }

    [Fact]
    public async Task E14_results_that_are_not_handed_over_ten_days_after_the_decision()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (number, delivered) = (await DecidedAsync(), await DecidedAsync());
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(delivered), house.Clerk(), Cancellation)).ShouldSucceed();
        house.GoTo(3, 16, 17);
        await house.PatrolAsync();
        (await house.CardsAsync(point: "E14")).ShouldBeEmpty();
        house.GoTo(3, 16, 17, 1);
        await house.PatrolAsync();
        (await house.CardsAsync(point: "E14"))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(card => card.Number.File.ShouldBe(number), card => card.Department.ShouldBe("XZSP"));

        async Task<CaseNumber> DecidedAsync()
        {
            var decided = await house.ReceiveAsync(Catering.Drill);
            for (var branch = 1; branch <= 6; branch++)
                (await house.DecideAsync(decided, branch)).ShouldSucceed();
            return decided;
        }
    }

    [Theory]
    [InlineData("局长", true)]
    [InlineData("区长", false)]
    public async Task E16_a_joint_case_is_extended_by_the_head_of_the_government_alone(string leave, bool isCarded)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        (
            await house
                .Get<ExtendCaseHandler>()
                .HandleAsync(new(number, 5, "需要专家论证", leave), house.By("manager", "XZSP"), Cancellation)
        ).ShouldSucceed();
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(number, "E16"))
            .Select(card => (card.Reason, card.Colour))
            .ShouldBe(isCarded ? [("wrong_level", CardColour.Red)] : []);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task E17_a_paper_promised_for_later_that_has_not_come_when_the_promised_time_is_over(bool isBrought)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var item = house.Get<Catalogue.CatalogueRegister>().InForce(Catering.Item, new(2026, 3, 2))!;
        var paper = item.Materials.First(material => material.IsDeferrable && material.IsAsked).Code;
        var number = Catering.Number(
            await house
                .Get<ReceiveCaseHandler>()
                .HandleAsync(
                    new(house.Application(Catering.Item, paper) with { Deferred = [paper] }, Accept: true),
                    house.Clerk(),
                    Cancellation
                )
        );
        if (isBrought)
            await house.SupplyAsync(number, paper);
        await house.WatchAtAsync(3, 10);
        (await house.CardsAsync(number, "E17"))
            .Select(card => (card.Department, card.Facts["papers"]))
            .ShouldBe(isBrought ? [] : [("XZSP", paper)]);
    }

    [Fact]
    public async Task E18_the_same_application_twice_and_one_just_after_a_withdrawal()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var first = await house.ReceiveAsync();
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(point: "E18")).ShouldBeEmpty();
        house.GoTo(3, 2, 10);
        var second = await house.ReceiveAsync();
        var drill = await house.ReceiveAsync(Catering.Drill);
        await house.HearAsync(Cancellation);
        (await house.CardAsync(second, "E18")).ShouldSatisfyAllConditions(
            card => card.Colour.ShouldBe(CardColour.Blue),
            card => card.Facts["other"].ShouldBe(first.ToString())
        );
        (await house.CardsAsync(drill, "E18")).ShouldBeEmpty("it is another item");

        await WithdrawAsync(first);
        await WithdrawAsync(second);
        house.GoTo(3, 5, 10);
        var third = await house.ReceiveAsync();
        await house.HearAsync(Cancellation);
        (await house.CardAsync(third, "E18")).Reason.ShouldBe("washed");
        await WithdrawAsync(third);
        house.GoTo(3, 20, 10);
        var fourth = await house.ReceiveAsync();
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(fourth, "E18")).ShouldBeEmpty();

        var withdrawn = await house.ReceiveAsync();
        await WithdrawAsync(withdrawn);
        house.GoTo(3, 20, 10, 5);
        var fifth = await house.ReceiveAsync();
        house.GoTo(3, 20, 10, 10);
        await WithdrawAsync(fourth);
        await house.HearAsync(Cancellation);
        (await house.CardAsync(fifth, "E18")).ShouldSatisfyAllConditions(
            card => card.Reason.ShouldBe("open_twice", "it was open when he applied, though closed when supervision heard of it"),
            card => card.Facts["other"].ShouldBe(fourth.ToString(), "the open one counts before the one withdrawn later")
        );

        async Task WithdrawAsync(CaseNumber number) =>
            (await house.Get<WithdrawCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).ShouldSucceed();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, false)]
    public async Task E19_a_promised_item_that_is_finished_in_the_same_minute(int minutes, bool isCarded)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        for (var branch = 1; branch <= 6; branch++)
            (await house.DecideAsync(number, branch)).ShouldSucceed();
        house.GoTo(3, 2, 9, minutes);
        (await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation)).ShouldSucceed();
        await house.HearAsync(Cancellation);
        (await house.CardsAsync(number, "E19")).Select(card => card.Reason).ShouldBe(isCarded ? ["at_once"] : []);
    }

    [Fact]
    public async Task E20_an_item_that_does_not_publish_a_field_is_carded_once_in_the_file_of_the_day_it_went_live()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.PatrolAsync();
        (await house.CardsAsync(point: "E20")).ShouldBeEmpty("the catalogue of the sample district publishes everything");

        await house.Database.AskAsync<int>(
            """
            WITH changed AS (UPDATE service_item_versions SET document = jsonb_set(document, '{guide,complaints}', '""') WHERE item_code = '610104-YJS-001' RETURNING 1)
            UPDATE registers SET version = version + 1 WHERE name = 'catalogue' AND EXISTS (SELECT FROM changed) RETURNING 1
            """,
            Cancellation
        );
        await house.Get<RegisterCache>().RefreshAsync(Cancellation);
        await house.PatrolAsync();
        house.GoTo(3, 9);
        await house.PatrolAsync();
        (await house.CardsAsync(point: "E20"))
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                card => card.Number.File.IsOfCentre.ShouldBeTrue(),
                card => card.Facts["fields"].ShouldBe("投诉渠道"),
                card => card.Department.ShouldBe("GSJ")
            );
        (await house.Get<Events.AuditQueries>().VerifyAsync(Cancellation)).ShouldSatisfyAllConditions(
            audit => audit.Broken.ShouldBeEmpty("what concerns no case is in a chain as well"),
            audit => audit.Altered.ShouldHaveSingleItem("the item that was changed by hand, and nothing else")
        );
    }
}
