using System.Collections.Concurrent;
using ErrorOr;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;

namespace ParallelApproval.Catalogue;

public class PublishItemTests(TestCluster cluster)
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static readonly ItemDraft Catering = SampleDistrict.Items()[0] with { EffectiveFrom = Today };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_version_receives_and_the_old_one_stays()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var book = house.Get<CatalogueRegister>();
        var item = await PublishAsync(house, Catering with { PromisedDays = 5, Name = "六证联办" }, expected: 1);
        item.Value.Version.ShouldBe(2);
        book.Current.InForce(Catering.ItemCode, Today)!.Name.ShouldBe("六证联办");
        book.Current.InForce(Catering.ItemCode, Today.AddDays(-1))!.Version.ShouldBe(1);
        book.Current.Version(Catering.ItemCode, 1)!.Name.ShouldBe("餐饮店开办六证联办（2012 年模式）");
    }

    [Fact]
    public async Task New_item_is_version_one()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        (await PublishAsync(house, Catering with { ItemCode = "610104-YJS-777" }, expected: 0)).Value.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Edit_of_a_version_that_is_not_the_newest_is_refused()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        await PublishAsync(house, Catering, expected: 1);
        (await PublishAsync(house, Catering, expected: 1)).FirstError.Code.ShouldBe("item_version_stale");
        (await PublishAsync(house, Catering, expected: 0)).FirstError.Code.ShouldBe("item_version_stale");
    }

    [Fact]
    public async Task Of_designers_who_publish_at_once_one_wins()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PublishAsync(house, Catering, expected: 1)));
        answers.Count(answer => !answer.IsError).ShouldBe(1);
        answers.Where(answer => answer.IsError).ShouldAllBe(answer => answer.FirstError.Code == "item_version_stale");
        (
            await house.Database.AskAsync<long>($"select count(*) from service_item_versions where item_code = '{Catering.ItemCode}'", Stop)
        ).ShouldBe(2);
    }

    [Fact]
    public async Task Who_loses_the_race_is_refused_and_no_failure_is_logged()
    {
        var failures = new Failures();
        await using var house = await TestHouse.BuildAsync(cluster, Stop, services => services.AddSingleton<ILoggerProvider>(failures));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PublishAsync(house, Catering, expected: 1)));
        answers.Count(answer => answer.IsError).ShouldBe(7);
        failures.Told.ShouldBeEmpty("a lost race is a conflict, and nothing has failed");
    }

    private sealed class Failures : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Told { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                Told.Enqueue(formatter(state, exception));
        }

        public void Dispose() { }
    }

    [Fact]
    public async Task Broken_draft_is_refused_with_a_field_each_and_nothing_is_written()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        var answer = await PublishAsync(
            house,
            Catering with
            {
                Name = "",
                BasicCode = "1",
                EffectiveFrom = Today.AddDays(-1),
            },
            expected: 1
        );
        answer.Errors.Select(error => error.Metadata![Refusal.FieldKey]).ShouldBe(["name", "basicCode", "effectiveFrom"]);
        (await house.Database.AskAsync<long>("select count(*) from service_item_versions", Stop)).ShouldBe(22);
    }

    [Fact]
    public async Task Version_may_not_start_before_the_one_it_follows()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        await PublishAsync(house, Catering with { EffectiveFrom = Today.AddDays(30) }, expected: 1);
        var answer = await PublishAsync(house, Catering, expected: 2);
        answer.FirstError.Code.ShouldBe("item_starts_in_past");
        answer.FirstError.Description.ShouldContain("2026-04-01");
    }

    [Fact]
    public async Task Other_node_learns_of_a_publication_by_refreshing()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Stop);
        (await other.Get<RegisterCache>().RefreshAsync(Stop)).ShouldBeFalse();
        await PublishAsync(house, Catering, expected: 1);
        (await other.Get<RegisterCache>().RefreshAsync(Stop)).ShouldBeTrue();
        other.Get<CatalogueRegister>().InForce(Catering.ItemCode, Today)!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_case_that_is_read_stands_on_a_version_which_this_node_knows()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Stop);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Stop);
        await PublishAsync(house, Catering, expected: 1);
        var number = await house.ReceiveAsync(Catering.ItemCode);
        var file = await other.Get<CaseStore>().ReadAsync(number, other.Clerk(), Stop);
        other.Get<CatalogueRegister>().ItemOf(file!).Version.ShouldBe(2);
    }

    private static async Task<ErrorOr<ServiceItem>> PublishAsync(TestHouse house, ItemDraft draft, int expected)
    {
        await using var scope = house.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<PublishItemHandler>()
            .HandleAsync(new(draft, expected, Guid.NewGuid()), house.By("designer", "XZSP"), Stop);
    }
}
