using ParallelApproval.Calendars;
using ParallelApproval.Catalogue;
using ParallelApproval.Events;
using ParallelApproval.Installations;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;

namespace ParallelApproval.Organisation;

/// <summary>Administrators who change the same thing at the same moment.</summary>
public sealed class RegistrarTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_who_change_one_state_at_once_one_succeeds_and_the_others_are_told()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var keep = house.Get<KeepWindowHandler>();
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(at =>
                    keep.HandleAsync(
                        new("A01", "XZSP", IsComprehensive: at % 2 == 0, IsOpen: true, ExpectedRevision: 1),
                        house.By(at % 2 == 0 ? "admin" : "admin2", "XZSP"),
                        Cancellation
                    )
                )
        );
        outcomes.Count(outcome => !outcome.IsError).ShouldBe(1);
        outcomes.Where(outcome => outcome.IsError).ShouldAllBe(outcome => outcome.FirstError.Code == "changed_meanwhile");
        house.Get<OfficerRegister>().Windows.Single(window => window.Number == "A01").Revision.ShouldBe(2);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task Two_administrators_who_switch_each_other_off_leave_one()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var close = house.Get<CloseAccountHandler>();
        var outcomes = await Task.WhenAll(
            close.HandleAsync(new("admin2", "离职", 1), house.By("admin", "XZSP"), Cancellation),
            close.HandleAsync(new("admin", "离职", 1), house.By("admin2", "XZSP"), Cancellation)
        );
        outcomes.Select(outcome => outcome.IsError ? outcome.FirstError.Code : "").Order().ShouldBe(["", "administrator_needed"]);
        house.Get<OfficerRegister>().All.Count(officer => officer is { IsEnabled: true } && officer.Is(Role.Administrator)).ShouldBe(1);
    }

    [Fact]
    public async Task A_new_name_of_a_department_is_in_every_book_at_once()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var held = house.Get<OfficerRegister>().Department("SYJ")!;
        var kept = await house
            .Get<KeepDepartmentHandler>()
            .HandleAsync(
                new(
                    "SYJ",
                    "区市场监管局",
                    "Market Regulation",
                    held.Tier,
                    held.Kind,
                    held.ParentCode,
                    held.UnifiedCreditCode,
                    held.HasAuthorisedWindow,
                    held.IsVertical,
                    held.Revision
                ),
                house.By("admin", "XZSP"),
                Cancellation
            );
        kept.ErrorsOrEmptyList.ShouldBeEmpty();
        house.Get<OfficerRegister>().Department("SYJ")!.Name.ShouldBe("区市场监管局");
        house.Get<CatalogueRegister>().Current.Departments["SYJ"].Name.ShouldBe("区市场监管局");
    }

    [Theory]
    [InlineData("不", "document_mark_clashes")]
    [InlineData("前不", "document_mark_clashes")]
    [InlineData("市监", null)]
    public async Task A_word_under_which_papers_could_bear_the_numbers_of_the_centre_is_refused_beside_its_field(string more, string? code)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var held = house.Get<OfficerRegister>().Department("SYJ")!;
        var kept = await house
            .Get<KeepDepartmentHandler>()
            .HandleAsync(
                new(
                    "SYJ",
                    held.Name,
                    held.NameEn,
                    held.Tier,
                    held.Kind,
                    held.ParentCode,
                    held.UnifiedCreditCode,
                    held.HasAuthorisedWindow,
                    held.IsVertical,
                    held.Revision,
                    house.Get<InstallationRegister>().Current!.DocumentPrefix + more
                ),
                house.By("admin", "XZSP"),
                Cancellation
            );
        kept.ErrorsOrEmptyList.Select(error => error.Code).ShouldBe(code is null ? [] : [code]);
        if (code is not null)
            kept.FirstError.Metadata![Refusal.FieldKey].ShouldBe("documentMark");
    }

    [Fact]
    public async Task A_department_with_work_on_its_desk_stays()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync(Catering.Drill);
        var refused = await house
            .Get<CloseDepartmentHandler>()
            .HandleAsync(new("SYJ", "机构改革", 1), house.By("admin", "XZSP"), Cancellation);
        refused
            .Errors.Select(error => error.Code)
            .ShouldBe([
                "department_has_officers",
                "department_has_letters",
                "department_has_seals",
                "department_has_items",
                "department_has_branches",
            ]);
    }

    [Fact]
    public void A_difference_names_the_days_that_change_and_no_others()
    {
        CalendarYear held = new()
        {
            Year = 2027,
            Status = CalendarYearStatus.Provisional,
            Holidays = [new("元旦", "New Year", new(2027, 1, 1), new(2027, 1, 1)), new("春节", "Spring", new(2027, 2, 5), new(2027, 2, 8))],
            MakeUpDays = [new(2027, 2, 20)],
        };
        var entered = held with
        {
            Holidays = [new("元旦", "New Year", new(2027, 1, 1), new(2027, 1, 3)), new("春节", "Spring", new(2027, 2, 6), new(2027, 2, 8))],
            MakeUpDays = [new(2027, 2, 21)],
        };
        var difference = CalendarDifference.Between(held, entered);
        difference.NewlyOff.ShouldBe([new(2027, 1, 2), new(2027, 1, 3)]);
        difference.OffNoMore.ShouldBe([new(2027, 2, 5)]);
        (difference.NewMakeUp.Single(), difference.MakeUpNoMore.Single()).ShouldBe((new(2027, 2, 21), new(2027, 2, 20)));
        CalendarDifference.Between(held, held).IsNone.ShouldBeTrue();
    }

    [Fact]
    public void A_password_that_the_house_makes_is_never_too_weak_and_never_twice_the_same()
    {
        var made = Enumerable.Range(0, 200).Select(_ => Passwords.Make("wen.yi")).ToList();
        made.ShouldAllBe(password => !Passwords.Check(password, "wen.yi").IsError);
        made.Distinct().Count().ShouldBe(200);
    }
}
