using ParallelApproval.Catalogue;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Testing;

namespace ParallelApproval.Synthesis;

public sealed class LoadDistrictTests(TestCluster cluster)
{
    private const int Cases = 400;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_district_is_played_by_the_rules_of_the_house_and_its_audit_holds()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var loaded = await house.Get<LoadDistrictHandler>().HandleAsync(new(Cases, Seed: 7), null, Cancellation);

        // Today is not over; nothing else is missing.
        loaded.LeftOut.Keys.ShouldBeSubsetOf([LoadDistrict.YetToCome]);
        loaded.Cases.ShouldBe(Cases - loaded.LeftOut.Values.Sum());
        (await CountAsync(house, "cases")).ShouldBe(loaded.Cases);
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).ShouldSatisfyAllConditions(
            audit => audit.Altered.ShouldBeEmpty(),
            audit => audit.Broken.ShouldBeEmpty(),
            audit => audit.Holds.ShouldBeTrue(),
            audit => audit.Cases.ShouldBe(loaded.Cases)
        );
        (await CountAsync(house, "cases WHERE result = 'Finished'")).ShouldBeGreaterThan(loaded.Cases * 85 / 100);
        (await CountAsync(house, "cases WHERE closed_at IS NULL AND received_at < now() - interval '1 year'")).ShouldBe(
            0,
            "old cases are closed"
        );
        foreach (
            var kind in (string[])
                [
                    "BranchCorrectionRequested",
                    "BranchStopped",
                    "CorrectionNotified",
                    "CaseWithdrawn",
                    "ClockTurned",
                    "TaskClaimed",
                    "SentUp",
                    "SentDown",
                    "ResultReturned",
                    "BranchReviewed",
                ]
        )
            (await CountAsync(house, $"case_events WHERE kind = '{kind}'")).ShouldBePositive(kind);
        foreach (var kind in (string[])["immediate", "promised", "escalated", "agency"])
            (
                await CountAsync(
                    house,
                    "cases c JOIN service_item_versions i ON i.item_code = c.item_code AND i.version = c.item_version "
                        + $"WHERE i.document->>'kind' = '{kind}' AND c.result = 'Finished'"
                )
            ).ShouldBePositive(kind);
        (await house.Database.AskAsync<long>("SELECT count(DISTINCT station) FROM cases", Cancellation)).ShouldBeGreaterThan(
            30,
            "the hall, centres and stations"
        );
        (await house.Database.AskAsync<long>("SELECT count(DISTINCT window_number) FROM cases", Cancellation)).ShouldBe(
            16,
            "every window of the hall"
        );
        (await CountAsync(house, "supervision_cards")).ShouldBeLessThan(loaded.Cases / 2, "a well-run district is not full of cards");
        (await CountAsync(house, "event_retries")).ShouldBe(0);
        (await CountAsync(house, "ratings")).ShouldBeGreaterThan(loaded.Cases / 2);
        (
            await CountAsync(house, "clocks WHERE next_at < now() - interval '1 day' AND next_at < (SELECT max(at) FROM case_events)")
        ).ShouldBe(0, "every clock has fired what was due");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_district()
    {
        async Task<string> LoadAsync()
        {
            await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
            await house.Get<LoadDistrictHandler>().HandleAsync(new(60, Seed: 3), null, Cancellation);
            return await DigestAsync(house);
        }

        (await LoadAsync()).ShouldBe(await LoadAsync());
    }

    [Fact]
    public async Task A_load_that_was_broken_off_goes_on_and_ends_as_if_it_had_not_been()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await Should.ThrowAsync<OperationCanceledException>(() =>
            house.Get<LoadDistrictHandler>().HandleAsync(new(600, Seed: 3), new Once(kill), kill.Token)
        );
        (await CountAsync(house, "cases")).ShouldBeInRange(1, 590);
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                house.Get<LoadDistrictHandler>().HandleAsync(new(600, Seed: 4), null, Cancellation)
            )
        ).Message.ShouldContain("--cases 600 --seed 3");
        await house.Get<LoadDistrictHandler>().HandleAsync(new(600, Seed: 3), null, Cancellation);
        await using var other = await TestHouse.BuildAsync(cluster, Cancellation);
        await other.Get<LoadDistrictHandler>().HandleAsync(new(600, Seed: 3), null, Cancellation);
        (await DigestAsync(house)).ShouldBe(await DigestAsync(other));
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                house.Get<LoadDistrictHandler>().HandleAsync(new(600, Seed: 3), null, Cancellation)
            )
        ).Message.ShouldContain("one was loaded");
    }

    [Fact]
    public async Task A_district_that_has_cases_is_left_alone()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.ReceiveAsync(Catering.Drill);
        await Should.ThrowAsync<InvalidOperationException>(() => house.Get<LoadDistrictHandler>().HandleAsync(new(10), null, Cancellation));
        (await CountAsync(house, "cases")).ShouldBe(1);
    }

    [Fact]
    public void The_catalogue_has_its_size_and_may_be_published_as_it_stands()
    {
        var (bodies, papers) = (
            SampleOrganisation.Departments().ToDictionary(body => body.Code),
            SampleDistrict.Materials().ToDictionary(paper => paper.Code)
        );
        var made = SyntheticItems.Make(2026);
        made.SelectMany(draft =>
                Validators.Check(draft, draft.EffectiveFrom).Concat(ItemRules.Against(draft, bodies, papers, new PilotList()))
            )
            .ShouldBeEmpty();
        var all = made.Concat(SampleDistrict.Items().Where(item => !item.IsDrill)).ToList();
        all.CountBy(item => item.Tier)
            .ToDictionary()
            .ShouldBe(
                new Dictionary<Tier, int>
                {
                    [Tier.District] = 155,
                    [Tier.Street] = 29,
                    [Tier.Community] = 30,
                },
                ignoreOrder: true
            );
        all.Select(item => item.ItemCode).ShouldBeUnique();
        all.ShouldAllBe(item => item.PromisedDays <= 7);
        all.Where(item => item.Tier is Tier.District).Average(item => item.PromisedDays).ShouldBe(6.1, 0.3);
    }

    private static Task<string> DigestAsync(TestHouse house) =>
        house.Database.AskAsync<string>(
            "SELECT md5(string_agg(case_key || kind || at || data::text, ',' ORDER BY case_key, sequence)) FROM case_events",
            Cancellation
        );

    // Breaks the load off at its first sign of life.
    private sealed class Once(CancellationTokenSource kill) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => kill.Cancel();
    }

    private static Task<long> CountAsync(TestHouse house, string of) =>
        house.Database.AskAsync<long>($"SELECT count(*) FROM {of}", Cancellation);
}
