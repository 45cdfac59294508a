using ErrorOr;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ParallelApproval.Database;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;

namespace ParallelApproval.Catalogue;

public class PublishItemTests(TestCluster cluster)
{
    private static readonly FakeTimeProvider Time = new(new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly Template District = new("template_district", async (source, stop) =>
    {
        await Template.Tables.FillAsync(source, stop);
        var options = new DbContextOptionsBuilder<ApprovalDbContext>();
        ApprovalDbContext.Configure(options, source);
        await using var db = new ApprovalDbContext(options.Options);
        await SampleDistrict.LoadAsync(db, Time, withAccounts: false, stop);
    });

    private static readonly ItemDraft Catering = SampleDistrict.Items()[0] with { EffectiveFrom = Today };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_version_receives_and_the_old_one_stays()
    {
        await using var database = await cluster.CopyAsync(District, Stop);
        await using var node = new Node(database);
        var item = await PublishAsync(node, Catering with { Name = "六证联办" }, expected: 1);
        item.Value.Version.ShouldBe(2);
        node.Catalogue.InForce(Catering.ItemCode, Today)!.Name.ShouldBe("六证联办");
        node.Catalogue.InForce(Catering.ItemCode, Today.AddDays(-1))!.Version.ShouldBe(1);
        node.Catalogue.Version(Catering.ItemCode, 1).Name.ShouldBe("餐饮店开办六证联办（2012 年模式）");
    }

    [Fact]
    public async Task New_item_is_version_one()
    {
        await using var database = await cluster.CopyAsync(District, Stop);
        (await PublishAsync(database, Catering with { ItemCode = "610104-YJS-777" }, expected: 0)).Value.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Edit_of_a_version_that_is_not_the_newest_is_refused()
    {
        await using var database = await cluster.CopyAsync(District, Stop);
        await PublishAsync(database, Catering, expected: 1);
        (await PublishAsync(database, Catering, expected: 1)).FirstError.Code.ShouldBe("item_version_stale");
        (await PublishAsync(database, Catering, expected: 0)).FirstError.Code.ShouldBe("item_version_stale");
    }

    [Fact]
    public async Task Of_designers_who_publish_at_once_one_wins()
    {
        await using var database = await cluster.CopyAsync(District, Stop);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PublishAsync(database, Catering, expected: 1)));
        answers.Count(answer => !answer.IsError).ShouldBe(1);
        answers.Where(answer => answer.IsError).ShouldAllBe(answer => answer.FirstError.Code == "item_version_stale");
        (await database.AskAsync<long>($"select count(*) from service_item_versions where item_code = '{Catering.ItemCode}'", Stop)).ShouldBe(2);
    }

    [Fact]
    public async Task Broken_draft_is_refused_with_a_field_each_and_nothing_is_written()
    {
        await using var database = await cluster.CopyAsync(District, Stop);
        var answer = await PublishAsync(database, Catering with { Name = "", BasicCode = "1", EffectiveFrom = Today.AddDays(-1) }, expected: 1);
        answer.Errors.Select(error => error.Metadata![Refusal.FieldKey]).ShouldBe(["name", "basicCode", "effectiveFrom"]);
        (await database.AskAsync<long>("select count(*) from service_item_versions", Stop)).ShouldBe(22);
    }

    [Fact]
    public async Task Version_may_not_start_before_the_one_it_follows()
    {
        await using var database = await cluster.CopyAsync(District, Stop);
        await PublishAsync(database, Catering with { EffectiveFrom = Today.AddDays(30) }, expected: 1);
        var answer = await PublishAsync(database, Catering, expected: 2);
        answer.FirstError.Code.ShouldBe("item_starts_in_past");
        answer.FirstError.Description.ShouldContain("2026-04-01");
    }

    [Fact]
    public async Task Other_node_learns_of_a_publication_by_refreshing()
    {
        await using var database = await cluster.CopyAsync(District, Stop);
        await using var here = new Node(database);
        await using var there = new Node(database);
        (await there.Library.RefreshAsync(Stop)).ShouldBeTrue();
        (await there.Library.RefreshAsync(Stop)).ShouldBeFalse();
        await PublishAsync(here, Catering, expected: 1);
        (await there.Library.RefreshAsync(Stop)).ShouldBeTrue();
        there.Catalogue.InForce(Catering.ItemCode, Today)!.Version.ShouldBe(2);
    }

    private static async Task<ErrorOr<ServiceItem>> PublishAsync(TestDatabase database, ItemDraft draft, int expected)
    {
        await using var node = new Node(database);
        return await PublishAsync(node, draft, expected);
    }

    private static Task<ErrorOr<ServiceItem>> PublishAsync(Node node, ItemDraft draft, int expected) =>
        node.AskAsync<PublishItemHandler, ErrorOr<ServiceItem>>(house => house.HandleAsync(new(draft, expected, Guid.NewGuid()), Stop));

    /// <summary>One process of the product, with books of its own.</summary>
    private sealed class Node(TestDatabase database) : IAsyncDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection()
            .AddDbContextFactory<ApprovalDbContext>(options => ApprovalDbContext.Configure(options, database.Source))
            .AddSingleton<TimeProvider>(Time).AddSingleton<Library>().AddCatalogue().BuildServiceProvider();

        public Library Library => _services.GetRequiredService<Library>();

        public CatalogueBook Catalogue => _services.GetRequiredService<CatalogueBook>();

        public async Task<TAnswer> AskAsync<THandler, TAnswer>(Func<THandler, Task<TAnswer>> ask) where THandler : notnull
        {
            await using var scope = _services.CreateAsyncScope();
            return await ask(scope.ServiceProvider.GetRequiredService<THandler>());
        }

        public ValueTask DisposeAsync() => _services.DisposeAsync();
    }
}
