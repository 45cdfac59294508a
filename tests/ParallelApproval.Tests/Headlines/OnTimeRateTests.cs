using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Headlines;

/// <summary>On time is counted by matters that ended or passed their limit in the window: recounted by hand from the trails of random cases.</summary>
public sealed class OnTimeRateTests(TestCluster cluster)
{
    private const string Item = "610104-XK-101";
    private static readonly DateOnly First = new(2026, 3, 1),
        Last = new(2026, 4, 30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_trails_give_the_same_rate_with_what_is_open_and_late_as_late(int seed)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (random, cases, day) = (new Random(seed), new List<CaseNumber>(), new DateOnly(2026, 3, 2));
        for (; day <= new DateOnly(2026, 4, 10); day = day.AddDays(1))
        {
            house.GoTo(day.Month, day.Day, 10);
            await house.SweepAsync(Cancellation);
            if (cases.Count < 12 && random.Next(2) == 0)
                cases.Add(await ReceiveAsync(house, cases.Count));
            foreach (var number in cases.Where(_ => random.Next(12) == 0))
                await MoveOnAsync(house, number, random);
        }

        await house.HearAsync(Cancellation);
        foreach (var (from, to) in ((DateOnly, DateOnly)[])[(First, Last), (First, new(2026, 3, 15)), (new(2026, 3, 16), new(2026, 3, 31))])
        {
            var table = (await house.Get<HeadlineQueries>().TableAsync(from, to, Cancellation)).Value;
            var (onTime, late) = await RecountAsync(house, cases, from, to);
            (table.OnTime, table.Late).ShouldBe((onTime, late), $"from {from:O} to {to:O}, seed {seed}");
            table.OnTimeRate.ShouldBe(onTime + late == 0 ? null : Math.Round((decimal)onTime / (onTime + late), 4));
        }

        (await RecountAsync(house, cases, First, Last)).Late.ShouldBePositive("some lie open and late");
    }

    private static async Task<CaseNumber> ReceiveAsync(TestHouse house, int at)
    {
        var application = house.Application(Item);
        application.Form!["premisesAddress"] = $"西关正街 {at} 号";
        application.Form!["shopName"] = $"小餐馆 {at}";
        return Catering.Number(
            await house.Get<ReceiveCaseHandler>().HandleAsync(new ReceiveCase(application, true), house.Clerk(), Cancellation)
        );
    }

    private static async Task MoveOnAsync(TestHouse house, CaseNumber number, Random random)
    {
        var file = await house.FileAsync(number, Cancellation);
        if (file.Case.Status is CaseStatus.InApproval)
            await house
                .Get<DecideBranchHandler>()
                .HandleAsync(
                    new(new(number, 1, 1), Verdict.Approve, "经审查，符合条件。"),
                    house.Approver(file.Branches.Single().Department),
                    Cancellation
                );
        else if (file.Case.Status is CaseStatus.Decided && random.Next(2) == 0)
            await house.Get<DeliverCaseHandler>().HandleAsync(new(number), house.Clerk(), Cancellation);
    }

    private static async Task<(int OnTime, int Late)> RecountAsync(TestHouse house, List<CaseNumber> cases, DateOnly from, DateOnly to)
    {
        var (onTime, late) = (0, 0);
        foreach (var number in cases)
        {
            var trail = (await house.Get<AuditQueries>().OfCaseAsync(number, Cancellation))
                .Select(line => new Heard(number, 0, line))
                .ToList();
            if (trail.Select(line => line.As<CaseAccepted>()).OfType<CaseAccepted>().LastOrDefault() is not { PromisedDue: var due })
                continue;
            var decided = trail.LastOrDefault(line => line.As<CaseDecided>() is not null)?.Event.At.OfficialDate();
            var isLate = decided is { } on
                ? on > due
                : trail.Exists(line => line.As<ClockTurned>() is { Branch: 0, Colour: ClockColour.Red });
            bool Within(DateOnly? at) => at >= from && at <= to;
            if (isLate && (Within(decided) || Within(due)))
                late++;
            else if (!isLate && Within(decided))
                onTime++;
        }

        return (onTime, late);
    }
}
