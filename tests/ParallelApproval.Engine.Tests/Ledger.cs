namespace ParallelApproval.Engine.Tests;

/// <summary>What must hold after every step of every workflow.</summary>
internal static class Ledger
{
    public static void Check(IReadOnlyList<WorkflowEvent> journal, WorkflowState state)
    {
        var replayed = WorkflowEngine.Apply(WorkflowState.Initial, journal.Select(e => WorkflowEvent.Parse(e.ToJson())));
        replayed.ToJson().ShouldBe(state.ToJson());
        WorkflowState.Parse(state.ToJson()).ToJson().ShouldBe(state.ToJson());
        TokensAddUp(journal, state);
        if (state.Status == WorkflowStatus.Finished)
        {
            state.Executions.ShouldBeEmpty();
            state.Tokens.ShouldBeEmpty();
        }
        else
            (state.Bookmarks.Any() || state.Incidents.Count > 0).ShouldBeTrue("a running workflow waits at a bookmark or an incident: " + state.ToJson());
    }

    /// <summary>Every token is put once, and taken once or still there; every run begins once, and ends once or still runs.</summary>
    private static void TokensAddUp(IReadOnlyList<WorkflowEvent> journal, WorkflowState state)
    {
        var put = journal.OfType<ActivityCompleted>().SelectMany(c => c.Tokens ?? []).Select(t => t.Number).ToList();
        var taken = journal.OfType<ActivityStarted>().SelectMany(s => s.Consumed ?? [])
            .Concat(journal.OfType<TokensCancelled>().SelectMany(c => c.Tokens)).Concat(journal.OfType<JoinSkipped>().SelectMany(s => s.Tokens)).ToList();
        put.ShouldBeUnique();
        taken.ShouldBeUnique();
        taken.Concat(state.Tokens.Select(t => t.Number)).Order().ShouldBe(put.Order());
        var begun = journal.OfType<ActivityStarted>().Select(s => s.Execution).ToList();
        var ended = journal.OfType<ActivityCompleted>().Select(s => s.Execution).Concat(journal.OfType<ActivityCancelled>().Select(s => s.Execution)).ToList();
        begun.Concat(put).ShouldBeUnique();
        ended.Concat(state.Executions.Select(x => x.Number)).Order().ShouldBe(begun.Order());
    }
}
