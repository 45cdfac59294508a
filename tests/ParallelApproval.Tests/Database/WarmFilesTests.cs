using System.Reflection;
using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;
using ParallelApproval.Testing;

namespace ParallelApproval.Database;

/// <summary>What a node put back it takes up again without reading it, unless somebody has changed it since.</summary>
public sealed class WarmFilesTests(TestCluster cluster)
{
    private const string Meddling = "UPDATE branches SET status = 'Lost' WHERE number = 2 AND case_key = ";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_command_reads_the_lock_row_alone()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await MeddleUnseenAsync(house, Meddling + number.Key);
        (await ClaimAsync(house, number)).IsError.ShouldBeFalse("what cannot be read lies in the database and was not asked for");
        (await ClaimAsync(other, number)).FirstError.Code.ShouldBe("record_damaged");
    }

    [Fact]
    public async Task Whoever_needs_more_of_it_reads_what_is_missing_and_no_more()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var (store, number) = (house.Get<CaseStore>(), await house.ReceiveAsync(Catering.Drill));
        await MeddleUnseenAsync(house, Meddling + number.Key);

        var seen = await store.LookAsync(
            number,
            house.Clerk(),
            file => $"{file.Applicant!.Name}, {file.Branches.Count} branches",
            Cancellation
        );
        seen.ShouldNotBeNull()
            .ShouldEndWith(", 6 branches", customMessage: "what cannot be read lies in the database and was not asked for");
        (
            await store.WorkOnAsync<int>(number, house.Clerk(), file => file.Branches.Count, Cancellation, Contents.Everything)
        ).Value.ShouldBe(6);
        (await ClaimAsync(house, number)).IsError.ShouldBeFalse("it lies here still");
    }

    [Fact]
    public async Task Application_and_papers_lie_here_too_once_somebody_has_read_or_written_them()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await MeddleUnseenAsync(house, $"UPDATE case_applications SET applicant = '{{}}' WHERE case_key = {number.Key}");

        var name = await NameAsync(house);
        (await ClaimAsync(house, number)).IsError.ShouldBeFalse();
        name.ShouldNotBeNullOrEmpty();
        (await NameAsync(house)).ShouldBe(name, "what lies in the database was not asked for");
        (await NameAsync(other)).ShouldNotBe(name);

        Task<string?> NameAsync(TestHouse node) =>
            node.Get<CaseStore>().LookAsync(number, house.Clerk(), file => file.Applicant!.Name, Cancellation);
    }

    [Fact]
    public async Task Whoever_looks_sees_what_another_node_did_meanwhile()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await other.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        var decided = await house
            .Get<CaseStore>()
            .LookAsync(
                number,
                house.Clerk(),
                file =>
                    string.Join(' ', file.Branches.Where(branch => branch.Status is BranchStatus.Approved).Select(branch => branch.Number)),
                Cancellation
            );
        decided.ShouldBe("1");
    }

    [Fact]
    public async Task There_is_nothing_to_look_at_where_there_is_no_case()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        (await house.Get<CaseStore>().LookAsync(new CaseNumber(1), house.Clerk(), _ => "seen", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task What_another_node_did_meanwhile_is_read()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        await using var other = await TestHouse.SecondNodeAsync(house.Database, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await other.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        (await house.DecideAsync(number, 1)).IsError.ShouldBeTrue("it is decided");
        (await house.FileAsync(number, Cancellation)).Branches.Count(branch => branch.Status is BranchStatus.Approved).ShouldBe(1);
    }

    [Fact]
    public async Task What_was_refused_leaves_nothing_behind()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        var refused = await house
            .Get<CaseStore>()
            .WorkOnAsync<Success>(
                number,
                house.Clerk(),
                file =>
                {
                    file.Branches.First().HeldBefore = "somebody";
                    return Refusal.Conflict(RefusalCode.HouseBusy);
                },
                Cancellation
            );
        refused.IsError.ShouldBeTrue();
        (await HeldBeforeAsync(house, number)).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_job_noted_beside_the_case_is_read()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        await house
            .Get<CaseStore>()
            .NoteAsync(
                number,
                note =>
                    note.Add(
                        "UPDATE branches SET held_before = 'somebody' WHERE number = 1 AND case_key = $1",
                        Statements.Value(number.Key)
                    ),
                Cancellation
            );
        (await HeldBeforeAsync(house, number)).ShouldBe("somebody");
    }

    [Fact]
    public void No_answer_of_a_command_holds_a_row_that_the_next_command_changes()
    {
        var rows = typeof(CaseStore)
            .Assembly.GetTypes()
            .Where(type => typeof(ICaseSection).IsAssignableFrom(type))
            .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic))
            .Where(field => field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(TrackedRows<>))
            .Select(field => field.FieldType.GetGenericArguments()[0])
            .Where(row => row.GetProperties().Any(property => property.SetMethod is { } set && !IsInit(set)))
            .ToHashSet();
        rows.ShouldContain(typeof(Branch));
        var answers = typeof(CaseStore)
            .Assembly.GetTypes()
            .Select(AnswerOf)
            .OfType<Type>()
            .Distinct()
            .Where(answer => Reachable(answer, []).Any(rows.Contains));
        answers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_waits_for_a_file_has_his_turn_when_it_is_free_and_not_before()
    {
        var queue = new FileQueue();
        var number = new CaseNumber(1);
        var first = await queue.EnterAsync(number, TimeSpan.Zero, Cancellation);
        first.ShouldNotBeNull();
        (await queue.EnterAsync(number, TimeSpan.Zero, Cancellation)).ShouldBeNull();
        using (await queue.EnterAsync(new CaseNumber(2), TimeSpan.Zero, Cancellation))
            first.ShouldNotBeNull("another file is nobody's concern");
        var second = queue.EnterAsync(number, Timeout.InfiniteTimeSpan, Cancellation);
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).ShouldNotBeNull().Dispose();
        (await queue.EnterAsync(number, TimeSpan.Zero, Cancellation)).ShouldNotBeNull();
    }

    private static async Task<string?> HeldBeforeAsync(TestHouse house, CaseNumber number) =>
        (
            await house
                .Get<CaseStore>()
                .WorkOnAsync<string?[]>(
                    number,
                    house.Clerk(),
                    file => file.Branches.Take(1).Select(branch => branch.HeldBefore).ToArray(),
                    Cancellation
                )
        ).Value[0];

    private static Task<ErrorOr<TaskHeld>> ClaimAsync(TestHouse house, CaseNumber number) =>
        house.Get<ClaimTaskHandler>().HandleAsync(new(new(number, 1, 1)), house.Approver("SYJ"), Cancellation);

    private static async Task MeddleUnseenAsync(TestHouse house, string meddling)
    {
        await using var meddle = house.Database.Source.CreateCommand(meddling);
        (await meddle.ExecuteNonQueryAsync(Cancellation)).ShouldBe(1);
    }

    private static Type? AnswerOf(Type type)
    {
        for (var based = type.BaseType; based is not null; based = based.BaseType)
            if (based.IsGenericType && based.GetGenericTypeDefinition() == typeof(Handler<,>) && !type.ContainsGenericParameters)
                return based.GetGenericArguments()[1];
        return null;
    }

    private static bool IsInit(MethodInfo set) =>
        set.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit");

    private static HashSet<Type> Reachable(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return seen;
        if (type.HasElementType)
            Reachable(type.GetElementType()!, seen);
        foreach (var argument in type.GetGenericArguments())
            Reachable(argument, seen);
        if (type.Assembly == typeof(CaseStore).Assembly)
            foreach (var property in type.GetProperties())
                Reachable(property.PropertyType, seen);
        return seen;
    }
}
