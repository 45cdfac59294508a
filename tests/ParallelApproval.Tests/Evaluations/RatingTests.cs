using System.Net;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Identities;
using ParallelApproval.Testing;

namespace ParallelApproval.Evaluations;

public sealed class RatingTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_visit_and_the_finished_matter_can_be_rated_once_each()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        var services = (await house.FileAsync(number, Cancellation)).Services;
        services.Select(service => service.Kind).ShouldBe([ServiceKind.Receipt, ServiceKind.Delivery, ServiceKind.Matter]);

        foreach (var service in services)
            (await house.RateAsync(new(number, Grade.VerySatisfied, service.Number), Cancellation)).Value.Kind.ShouldBe(service.Kind);

        (await house.RateAsync(new(number, Grade.Satisfied, services[0].Number), Cancellation)).FirstError.Code.ShouldBe(
            "service_already_rated"
        );
        (await house.RateAsync(new(number, Grade.Satisfied), Cancellation)).FirstError.Code.ShouldBe("nothing_to_rate");
        (await house.RateAsync(new(number, Grade.Satisfied, 999), Cancellation)).FirstError.Code.ShouldBe("service_not_found");
    }

    [Fact]
    public async Task Without_a_named_service_the_matter_comes_before_the_visits()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        (await house.RateAsync(new(number, Grade.Satisfied), Cancellation)).Value.Kind.ShouldBe(ServiceKind.Matter);
        (await house.RateAsync(new(number, Grade.Satisfied), Cancellation)).Value.Kind.ShouldBe(ServiceKind.Delivery);
    }

    [Fact]
    public async Task An_open_case_has_visits_to_rate_and_no_matter()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync();
        await house.HearAsync(Cancellation);
        (await house.RateAsync(new(number, Grade.Satisfied), Cancellation)).Value.Kind.ShouldBe(ServiceKind.Receipt);
        (await house.RateAsync(new(number, Grade.Satisfied), Cancellation)).FirstError.Code.ShouldBe("nothing_to_rate");
    }

    [Fact]
    public async Task Two_ratings_of_one_service_at_the_same_instant_are_one()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => house.RateAsync(new(number, Grade.Satisfied, 1), Cancellation)));
        both.Count(rated => !rated.IsError).ShouldBe(1);
        both.Where(rated => rated.IsError).ShouldAllBe(rated => rated.FirstError.Code == "service_already_rated");
    }

    [Fact]
    public async Task A_bad_rating_names_a_reason_and_a_good_one_does_not()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        (await house.RateAsync(new(number, Grade.VeryDissatisfied), Cancellation)).FirstError.Code.ShouldBe("rating_reasons_missing");
        (await house.RateAsync(new(number, Grade.Satisfied, Reasons: [BadReason.Attitude]), Cancellation)).FirstError.Code.ShouldBe(
            "rating_reasons_unwanted"
        );
        (
            await house.RateAsync(new(number, Grade.VeryDissatisfied, Reasons: [BadReason.Attitude]), Cancellation)
        ).Value.CallBackDue.ShouldBe(new(2026, 3, 3));
    }

    [Fact]
    public async Task A_rating_of_a_branch_is_answered_for_by_its_department()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        var rating = await house.RateBadlyAsync(number, Cancellation, branch: 3);
        (await house.FileAsync(number, Cancellation))
            .Services.Single(service => service.Number == rating.Service)
            .Rating!.Department.ShouldBe("ZJJ");
        (await house.RateAsync(new(number, Grade.Satisfied, Branch: 7), Cancellation)).FirstError.Code.ShouldBe("rating_branch_unknown");
    }

    [Theory]
    [InlineData("UPDATE ratings SET grade = 'VerySatisfied'")]
    [InlineData("DELETE FROM ratings")]
    [InlineData("DELETE FROM services_given")]
    public async Task Nobody_can_edit_or_remove_a_rating(string statement)
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await house.RateBadlyAsync(await house.FinishAsync(Cancellation), Cancellation);
        await using var tamper = house.Database.Source.CreateCommand(statement);
        (await Should.ThrowAsync<PostgresException>(() => tamper.ExecuteNonQueryAsync(Cancellation))).SqlState.ShouldBe("PA002");
    }

    [Fact]
    public async Task A_rating_stands_in_the_chain_of_the_case()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        await house.RateBadlyAsync(number, Cancellation);
        (await house.StoryAsync(number, Cancellation))[^2..].ShouldBe([nameof(ServiceRated), nameof(BadRatingReceived)]);
        (await house.Get<Events.AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task A_rating_from_an_officers_browser_or_desk_is_flagged_and_counts_all_the_same()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (number, desk) = (await house.FinishAsync(Cancellation), IPAddress.Parse("10.1.2.3"));
        await house.Get<OfficeAddresses>().NoteAsync(desk, "approver-tjj", "TJJ", Cancellation);

        await house.RateAsync(new(number, Grade.VerySatisfied, From: new(desk, false)), Cancellation);
        await house.RateAsync(new(number, Grade.VerySatisfied, From: new(IPAddress.Parse("10.9.9.9"), true)), Cancellation);
        await house.RateAsync(new(number, Grade.VerySatisfied, From: new(IPAddress.Parse("10.9.9.9"), false)), Cancellation);

        var page = await house.Get<RatingQueries>().ListAsync(new(), house.Clock.GetUtcNow(), Cancellation);
        page.Ratings.Select(line => (line.Service, line.Suspicion))
            .ShouldBe(
                [
                    (ServiceKind.Receipt, null),
                    (ServiceKind.Delivery, Suspicion.OfficersSession),
                    (ServiceKind.Matter, Suspicion.OfficesAddress),
                ],
                ignoreOrder: true
            );
        page.Ratings.ShouldAllBe(line => line.Counts);
        (await house.StoryAsync(number, Cancellation)).Count(kind => kind == nameof(RatingSuspected)).ShouldBe(2);
        (await house.Get<RatingQueries>().ListAsync(new(IsSuspect: true), house.Clock.GetUtcNow(), Cancellation)).Ratings.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_address_of_officers_without_a_part_in_the_case_or_of_long_ago_or_of_a_kiosk_is_not_flagged()
    {
        var kiosk = IPAddress.Parse("10.1.0.1");
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation, services =>
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
                services,
                new EvaluationRules { SharedAddresses = ["10.1.0.1"] }
            )
        );
        var (number, addresses) = (await house.FinishAsync(Cancellation), house.Get<OfficeAddresses>());
        await addresses.NoteAsync(kiosk, "approver-tjj", "TJJ", Cancellation);
        await addresses.NoteAsync(IPAddress.Parse("10.1.0.2"), "approver-cgj", "CGJ", Cancellation);
        await addresses.NoteAsync(IPAddress.Parse("10.1.0.3"), "approver-tjj", "TJJ", Cancellation);

        (await addresses.DepartmentsAtAsync(kiosk, Cancellation)).ShouldBeEmpty();
        await house.RateAsync(new(number, Grade.Satisfied, From: new(IPAddress.Parse("10.1.0.2"), false)), Cancellation);
        house.GoTo(3, 10);
        await house.RateAsync(new(number, Grade.Satisfied, From: new(IPAddress.Parse("10.1.0.3"), false)), Cancellation);

        (await house.Get<RatingQueries>().ListAsync(new(), house.Clock.GetUtcNow(), Cancellation)).Ratings.ShouldAllBe(line =>
            line.Suspicion == null
        );
    }

    [Fact]
    public async Task A_list_of_ratings_goes_on_where_the_page_ended()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.FinishAsync(Cancellation);
        foreach (var _ in Enumerable.Range(0, 3))
            await house.RateAsync(new(number, Grade.Satisfied), Cancellation);

        var (seen, after) = (new List<string>(), (RatingCursor?)null);
        do
        {
            var page = await house.Get<RatingQueries>().ListAsync(new(Limit: 1, After: after), house.Clock.GetUtcNow(), Cancellation);
            seen.AddRange(page.Ratings.Select(line => line.Id));
            after = RatingCursor.Parse(page.Next?.ToString());
        } while (after is not null);
        seen.Count.ShouldBe(3);
        seen.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_withdrawn_case_is_no_matter_to_rate_and_a_declined_one_is()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var withdrawn = await house.ReceiveAsync();
        await house.Get<Cases.WithdrawCaseHandler>().HandleAsync(new(withdrawn, "不再开店"), house.Clerk(), Cancellation);
        var declined = await house.ReceiveAsync(accept: false);
        (
            await house.Get<DeclineCaseHandler>().HandleAsync(new(declined, "不属于本机关职权", "市局"), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        await house.HearAsync(Cancellation);

        (await KindsAsync(house, withdrawn)).ShouldBe([ServiceKind.Receipt]);
        (await KindsAsync(house, declined)).ShouldBe([ServiceKind.Receipt, ServiceKind.Matter]);
    }

    private static async Task<ServiceKind[]> KindsAsync(TestHouse house, CaseNumber number) =>
        [.. (await house.FileAsync(number, Cancellation)).Services.Select(service => service.Kind)];
}
