namespace ParallelApproval.Engine.Tests;

/// <summary>What must hold after every step of every workflow: replay equals live, no token lost or doubled, it waits or is over.</summary>
internal sealed class Ledger
{
    private readonly HashSet<int> _numbers = [],
        _tokens = [],
        _runs = [];
    private WorkflowState _replayed = WorkflowState.Initial;

    public void Check(IReadOnlyList<WorkflowEvent> happened, WorkflowState state)
    {
        foreach (var one in happened)
        {
            var read = WorkflowEvent.Parse(one.ToJson());
            Account(read);
            _replayed = WorkflowEngine.Apply(_replayed, read);
        }
        var json = state.ToJson();
        _replayed.ToJson().ShouldBe(json);
        WorkflowState.Parse(json).ToJson().ShouldBe(json);
        state.Tokens.Select(t => t.Number).ToHashSet().SetEquals(_tokens).ShouldBeTrue("every token put and not taken is in the state");
        state.Executions.Select(x => x.Number).ToHashSet().SetEquals(_runs).ShouldBeTrue("every run begun and not ended is in the state");
        if (state.Status == WorkflowStatus.Finished)
            (state.Executions.Count + state.Tokens.Count).ShouldBe(0);
        else
            (state.Bookmarks.Any() || state.Incidents.Count > 0).ShouldBeTrue(
                "a running workflow waits at a bookmark or an incident: " + json
            );
    }

    private void Account(WorkflowEvent happened)
    {
        switch (happened)
        {
            case ActivityStarted e:
                New(e.Execution, _runs);
                Take(e.Consumed);
                break;
            case ActivityCompleted e:
                _runs.Remove(e.Execution).ShouldBeTrue("only what runs can end");
                foreach (var token in e.Tokens ?? [])
                    New(token.Number, _tokens);
                break;
            case ActivityCancelled e:
                _runs.Remove(e.Execution).ShouldBeTrue("only what runs can be cancelled");
                break;
            case TokensPlaced e:
                foreach (var token in e.Tokens)
                    New(token.Number, _tokens);
                break;
            case TokensCancelled e:
                Take(e.Tokens);
                break;
            case JoinSkipped e:
                Take(e.Tokens);
                break;
        }
    }

    private void New(int number, HashSet<int> among)
    {
        _numbers.Add(number).ShouldBeTrue("a number is given once");
        among.Add(number);
    }

    private void Take(IReadOnlyList<int>? tokens)
    {
        foreach (var token in tokens ?? [])
            _tokens.Remove(token).ShouldBeTrue("a token is taken once");
    }
}
