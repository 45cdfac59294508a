namespace ParallelApproval.Web;

[Collection<OneDoor>]
public sealed class IdempotencyTests(FrontDoor door)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_key_sent_many_times_at_once_makes_one_case_and_gives_one_answer()
    {
        var (clerk, before) = (await door.AsAsync("clerk"), await CasesAsync());
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => clerk.PostAsync("/api/cases", Catering.Application(accept: true), "many-at-once"))
        );
        answers.ShouldAllBe(answer => answer.Status == 201);
        answers.Select(answer => answer.Text).Distinct().ShouldHaveSingleItem();
        (await CasesAsync() - before).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var clerk = await door.AsAsync("clerk");
        (await clerk.PostAsync("/api/cases", Catering.Application(), "other-body")).Status.ShouldBe(201);
        var before = await CasesAsync();
        var answer = await clerk.PostAsync("/api/cases", Catering.Application(accept: true), "other-body");
        (answer.Status, answer.Code).ShouldBe((422, "idempotency_key_reused"));
        (await CasesAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_decision_sent_again_with_its_key_gets_its_first_answer()
    {
        var caseNumber = (await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true)))[
            "caseNumber"
        ]!.GetValue<string>();
        var approver = await door.AsAsync("approver-syj");
        var first = await approver.DecideAsync(Catering.Task(caseNumber, 1), Catering.Approval(), "decide-once");
        var again = await approver.DecideAsync(Catering.Task(caseNumber, 1), Catering.Approval(), "decide-once");
        (first.Status, again.Status, again.Text).ShouldBe((200, 200, first.Text));
        var without = await approver.DecideAsync(Catering.Task(caseNumber, 1), Catering.Approval());
        (without.Status, without.Code).ShouldBe((409, "branch_already_decided"));
    }

    [Fact]
    public async Task One_key_sent_at_once_to_two_cases_is_taken_by_one_and_refused_to_the_other_fifty_times()
    {
        var clerk = await door.AsAsync("clerk");
        for (var round = 0; round < 9; round++)
        {
            var cases = await Task.WhenAll(
                clerk.PostAsync("/api/cases", Drill.Application()),
                clerk.PostAsync("/api/cases", Drill.Application())
            );
            var numbers = cases.Select(received => received["caseNumber"]!.GetValue<string>()).ToArray();
            for (var branch = 1; branch <= 6; branch++)
            {
                var approver = await door.AsAsync("approver-" + Catering.Departments[branch - 1]);
                var key = $"two-cases-{round}-{branch}";
                var answers = await Task.WhenAll(
                    numbers.Select(number => approver.PostAsync(Catering.Task(number, branch) + "/decision", Catering.Approval(), key))
                );
                string.Join(' ', answers.Select(answer => $"{answer.Status} {answer.Code}").Order())
                    .ShouldBe("200  422 idempotency_key_reused", answers[0].Text + answers[1].Text);
            }
        }
    }

    [Theory]
    [InlineData("with space")]
    [InlineData(
        "one-hundred-and-twenty-nine-characters-are-one-too-many-one-hundred-and-twenty-nine-characters-are-one-too-many-one-hundred-and-tw"
    )]
    public async Task A_key_that_is_malformed_is_refused(string key)
    {
        var answer = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(), key);
        (answer.Status, answer.Code).ShouldBe((400, "idempotency_key_malformed"));
    }

    private Task<long> CasesAsync() => door.Database.AskAsync<long>("SELECT count(*) FROM cases", Cancellation);
}
