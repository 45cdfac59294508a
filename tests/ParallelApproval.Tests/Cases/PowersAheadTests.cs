using Microsoft.EntityFrameworkCore;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Notices;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;

namespace ParallelApproval.Cases;

/// <summary>Who may sign over a span of days, and what is done where nobody may.</summary>
public sealed class PowersAheadTests(TestCluster cluster)
{
    private const int Districts = 3_000;
    private const int Days = 8;
    private const string Department = "SYJ";
    private static readonly DateOnly FirstDay = new(2026, 3, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_view_says_of_every_day_what_the_rule_says_of_that_day()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (register, powers) = (house.Get<OfficerRegister>(), house.Get<Powers>());
        var bodies = register.Departments.ToList();
        var file = house.Get<CaseStore>().Blank(CaseNumber.Of("610104", FirstDay, 1), house.Clerk());
        house.Get<ReceiveCaseHandler>().Receive(file, new(house.Application(Catering.Drill), Accept: true)).IsError.ShouldBeFalse();
        var (branch, item) = (file.FindBranch(1)!, file.Case.ItemCode);
        branch.Department.ShouldBe(Department);
        var (signed, empty) = (0, 0);
        for (var seed = 1; seed <= Districts; seed++)
        {
            var (people, letters, absences) = Random(new(seed), item);
            register.Hold(bodies, people, letters, absences, [], []);
            var view = house.Get<PowersAhead>().Over(Department, item, FirstDay, FirstDay.AddDays(Days - 1)).ShouldHaveSingleItem();
            for (var day = FirstDay; day < FirstDay.AddDays(Days); day = day.AddDays(1))
            {
                var told = view
                    .MaySign.Where(span => span.From <= day && day <= span.To)
                    .Select(span => (span.Officer, span.Letter, span.StandsInFor))
                    .Order()
                    .ToList();
                var asked = people
                    .Select(officer =>
                    {
                        file.Act = new(officer.UserName, officer.Name, Department, day.At(new(10, 0)));
                        return (officer.UserName, Power: powers.Of(file, branch, Verdict.Approve));
                    })
                    .Where(one => !one.Power.IsError)
                    .Select(one => (one.UserName, one.Power.Value.Letter!, one.Power.Value.For))
                    .Order()
                    .ToList();
                told.SequenceEqual(asked).ShouldBeTrue($"seed {seed}, {day}");
                view.Gaps.Any(gap => gap.From <= day && day <= gap.To).ShouldBe(asked.Count == 0, $"seed {seed}, {day}");
                (signed, empty) = asked.Count > 0 ? (signed + 1, empty) : (signed, empty + 1);
            }
        }

        // The comparison is no use where one of the two never happens.
        signed.ShouldBeGreaterThan(Districts);
        empty.ShouldBeGreaterThan(Districts);
    }

    [Fact]
    public async Task A_gap_is_told_to_the_heads_once_thirty_days_before()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var before = await house.Get<WarnOfGaps>().RunOnceAsync(Cancellation);
        await EndLettersAsync(house, "TJJ", new(2026, 4, 2));
        (await house.Get<WarnOfGaps>().RunOnceAsync(Cancellation)).ShouldBe(0, "thirty-one days ahead");
        house.GoTo(3, 3);
        var gaps = house.Get<PowersAhead>().GapsAhead(new(2026, 3, 3)).Where(gap => gap.Department == "TJJ").ToList();
        gaps.ShouldNotBeEmpty();
        gaps.ShouldAllBe(gap => gap.From == new DateOnly(2026, 4, 2));
        (await house.Get<WarnOfGaps>().RunOnceAsync(Cancellation)).ShouldBe(gaps.Count);
        house.GoTo(3, 4);
        (await house.Get<WarnOfGaps>().RunOnceAsync(Cancellation)).ShouldBe(0, "once each gap");
        (await house.Services.NoticesAsync(notice => notice.Kind == NoticeKind.PowerGap && notice.Recipient == "manager", Cancellation))
            .Count(notice => notice.Text.Contains("2026-04-02", StringComparison.Ordinal))
            .ShouldBe(gaps.Count);
        before.ShouldBe(0, "the sample district has somebody everywhere");
    }

    [Fact]
    public async Task A_case_is_accepted_where_nobody_may_sign_only_when_the_clerk_confirms_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application()), house.Clerk(), Cancellation)
        );
        await EndLettersAsync(house, "TJJ", new(2026, 3, 2));
        var warned = await house.Get<AcceptCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
        warned.FirstError.Code.ShouldBe("nobody_may_sign");
        warned.FirstError.Metadata!["departments"].ShouldBe(new object?[] { "TJJ" });
        (await house.FileAsync(number, Cancellation)).Case.Status.ShouldBe(CaseStatus.Received);
        (
            await house.Get<ReceiveCaseHandler>().HandleAsync(new(house.Application(), Accept: true), house.Clerk(), Cancellation)
        ).FirstError.Code.ShouldBe("nobody_may_sign");

        (
            await house.Get<AcceptCaseHandler>().HandleAsync(new(number, [RefusalCode.NobodyMaySign.Name]), house.Clerk(), Cancellation)
        ).ErrorsOrEmptyList.ShouldBeEmpty();
        (await house.StoryAsync(number, Cancellation)).ShouldContain(nameof(VacancyConfirmed));
    }

    [Fact]
    public async Task An_item_does_not_go_in_force_where_a_department_has_nobody_to_sign()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await EndLettersAsync(house, "TJJ", new(2026, 3, 20));
        var item = house.Get<CatalogueRegister>().InForce(Catering.Item, new(2026, 3, 2))!;
        async Task<ErrorOr.ErrorOr<ServiceItem>> PublishAsync(DateOnly from) =>
            await house
                .Get<PublishItemHandler>()
                .HandleAsync(new(ItemDraft.Of(item, from), item.Version, Guid.Empty), house.By("designer", "XZSP"), Cancellation);
        var refused = await PublishAsync(new(2026, 3, 20));
        refused.FirstError.Code.ShouldBe("item_without_signer");
        refused.FirstError.Metadata!["department"].ShouldBe("TJJ");
        (await PublishAsync(new(2026, 3, 19))).ErrorsOrEmptyList.ShouldBeEmpty();
    }

    private static async Task EndLettersAsync(TestHouse house, string department, DateOnly on)
    {
        foreach (var letter in house.Get<OfficerRegister>().LettersOf(department).ToList())
            (
                await house
                    .Get<EndAuthorisationHandler>()
                    .HandleAsync(new(letter.Id, "调整", on), house.By("manager", "XZSP"), Cancellation)
            ).ErrorsOrEmptyList.ShouldBeEmpty();
    }

    private static (List<Officer> People, List<Authorisation> Letters, List<Absence> Absences) Random(Random random, string item)
    {
        var people = Enumerable.Range(1, 4).Select(number => Person(number, isOpen: random.Next(6) > 0)).ToList();
        var (letters, absences) = (new List<Authorisation>(), new List<Absence>());
        foreach (var (at, person) in people.Index())
        {
            for (var count = random.Next(3); count > 0; count--)
                letters.Add(
                    new()
                    {
                        Id = Guid.NewGuid(),
                        Number = $"{person.UserName}-{letters.Count}",
                        DepartmentCode = random.Next(6) > 0 ? Department : "GSJ",
                        OfficerId = person.Id,
                        ItemCodes = random.Next(3) switch
                        {
                            0 => [],
                            1 => [item],
                            _ => ["another"],
                        },
                        From = FirstDay.AddDays(random.Next(-2, Days)),
                        To = FirstDay.AddDays(random.Next(Days + 2)),
                        RevokedOn = random.Next(4) == 0 ? FirstDay.AddDays(random.Next(Days)) : null,
                        GrantedBy = Guid.Empty,
                    }
                );
            for (var count = random.Next(3); count > 0; count--)
                absences.Add(
                    new()
                    {
                        Id = Guid.NewGuid(),
                        OfficerId = person.Id,
                        DeputyId = people[(at + random.Next(1, people.Count)) % people.Count].Id,
                        From = FirstDay.AddDays(random.Next(-1, Days)),
                        To = FirstDay.AddDays(random.Next(Days + 1)),
                        EndedOn = random.Next(4) == 0 ? FirstDay.AddDays(random.Next(Days)) : null,
                        Reason = "休假",
                    }
                );
        }

        return (people, letters, absences);
    }

    private static Officer Person(int number, bool isOpen) =>
        new()
        {
            Id = new(number, 0, 0, new byte[8]),
            UserName = $"officer-{number}",
            Name = $"officer-{number}",
            NameEn = $"officer-{number}",
            DepartmentCode = Department,
            Roles = [Role.Approver],
            SecurityStamp = Guid.Empty,
            IsEnabled = isOpen,
        };
}
