using ErrorOr;
using ParallelApproval.Database;

namespace ParallelApproval.Workflows;

/// <summary>What a case still needs when its flow has done what it could (the room of cases knows).</summary>
public interface IAfterFlow
{
    /// <summary>The flow has come to rest: it waits, or it is over, perhaps before its case is.</summary>
    ErrorOr<Success> GoOn(CaseFile file, bool isOver);

    /// <summary>The flow is to be ended, and the case is not: what the flow has asked of others stays asked.</summary>
    void LetGo(CaseFile file);

    /// <summary>Whether the case is in hand and nobody is asked, so that it will never go on by itself.</summary>
    bool StandsStill(CaseFile file);
}
