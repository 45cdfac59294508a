using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Certificates;
using ParallelApproval.Database;
using ParallelApproval.Evaluations;
using ParallelApproval.Testing;
using ParallelApproval.Workflows;

namespace ParallelApproval.Events;

/// <summary>An act outside of cases is stored with its entry in the trail, or not at all.</summary>
public sealed class HouseStoreTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_act_that_says_nothing_of_what_it_changed_is_not_stored()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await Should.ThrowAsync<InvalidOperationException>(() =>
            house
                .Get<HouseStore>()
                .ActAsync(
                    house.Clerk(),
                    db =>
                    {
                        db.Add(
                            new Phrase
                            {
                                Department = "XZSP",
                                Kind = PhraseKind.Approval,
                                Position = 1,
                                Text = "同意。",
                            }
                        );
                        return Task.FromResult<ErrorOr<Entry<Success>>>(new Entry<Success>(Result.Success, []));
                    },
                    Cancellation
                )
        );
        await house
            .Get<HouseStore>()
            .ActAsync(
                house.Clerk(),
                async db =>
                {
                    await db.Database.ExecuteSqlAsync(
                        $"INSERT INTO saved_views (user_name, name, query) VALUES ('clerk', '红牌', 'colour=Red')",
                        Cancellation
                    );
                    return (ErrorOr<Entry<Success>>)new Entry<Success>(Result.Success, []);
                },
                Cancellation
            );

        await using var after = house.Database.NewContext();
        (await after.Set<Phrase>().CountAsync(Cancellation)).ShouldBe(0);
        (await after.Set<SavedView>().CountAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_was_overtaken_is_told_so_and_nothing_of_his_is_stored()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        async Task<string> KeepAsync(string text) =>
            (
                await house
                    .Get<HouseStore>()
                    .ActAsync(
                        house.Clerk(),
                        db =>
                        {
                            db.Add(
                                new Phrase
                                {
                                    Department = "XZSP",
                                    Kind = PhraseKind.Approval,
                                    Position = 1,
                                    Text = text,
                                }
                            );
                            return Task.FromResult<ErrorOr<Entry<string>>>(
                                new Entry<string>(text, new PhrasesKept("XZSP", PhraseKind.Approval, 1))
                            );
                        },
                        Cancellation,
                        overtaken: () => Task.FromResult<ErrorOr<string>>("overtaken")
                    )
            ).Value;

        (await KeepAsync("同意。")).ShouldBe("同意。");
        (await KeepAsync("不同意。")).ShouldBe("overtaken");
        (await house.Get<AuditQueries>().OfHouseAsync(null, 100, Cancellation)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Who_waits_too_long_for_another_act_is_told_that_somebody_is_at_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await house.Database.Source.OpenConnectionAsync(Cancellation);
        await using var held = await other.BeginTransactionAsync(Cancellation);
        await using (var take = other.CreateCommand())
        {
            take.CommandText = "SELECT pg_advisory_xact_lock(hashtextextended('test', 72041))";
            await take.ExecuteNonQueryAsync(Cancellation);
        }

        (
            await house
                .Get<HouseStore>()
                .ActAsync(
                    house.Clerk(),
                    _ => Task.FromResult<ErrorOr<Entry<Success>>>(new Entry<Success>(Result.Success, [])),
                    Cancellation,
                    oneAtATime: "test"
                )
        ).FirstError.Code.ShouldBe("house_busy");
    }

    [Fact]
    public async Task Phrases_views_templates_drafts_and_complaints_without_a_case_stand_in_the_trail()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (
            await house.Get<KeepPhrasesHandler>().HandleAsync(new("XZSP", PhraseKind.Approval, ["同意。"]), house.Clerk(), Cancellation)
        ).IsError.ShouldBeFalse();
        (await house.Get<KeepViewHandler>().HandleAsync(new("红牌", "colour=Red"), house.Clerk(), Cancellation)).IsError.ShouldBeFalse();
        (
            await house
                .Get<PublishTemplateHandler>()
                .HandleAsync(new(DocumentKind.AcceptanceNotice, "<p>新：{{ applicant.name }}</p>", 1), house.Designer, Cancellation)
        ).IsError.ShouldBeFalse();
        var complaint = await house
            .Get<LodgeComplaintHandler>()
            .HandleAsync(new(ComplaintSubject.Attitude, "窗口长时间无人"), Act.OfPublic(house.Clock), Cancellation);
        complaint.IsError.ShouldBeFalse();
        var model = await house.OpenedAsync(Designing.Catering);
        model["description"] = "再改";
        (await house.Get<SaveDefinitionHandler>().HandleAsync(new(model), house.Designer, Cancellation)).IsError.ShouldBeFalse();

        var trail = await house.Get<AuditQueries>().OfHouseAsync(null, 100, Cancellation);
        trail
            .Reverse()
            .Select(line => line.Kind)
            .ShouldBe([
                nameof(PhrasesKept),
                nameof(ViewKept),
                nameof(TemplatePublished),
                nameof(ComplaintStepTaken),
                nameof(DefinitionSaved),
            ]);
        trail[1].Data.ShouldNotContain("窗口");
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Holds.ShouldBeTrue();
    }
}
