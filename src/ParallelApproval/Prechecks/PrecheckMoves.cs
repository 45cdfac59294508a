using ParallelApproval.Cases;
using Is = ParallelApproval.Prechecks.PrecheckStatus;
using Line = ParallelApproval.Cases.Move<ParallelApproval.Prechecks.PrecheckVerb, ParallelApproval.Prechecks.PrecheckStatus>;
using Verb = ParallelApproval.Prechecks.PrecheckVerb;

namespace ParallelApproval.Prechecks;

/// <summary>What can be done with an application sent beforehand: first what clerks do, then what the citizen does.</summary>
public enum PrecheckVerb
{
    /// <summary>退回修改.</summary>
    ReturnPrecheck,

    /// <summary>预审通过.</summary>
    PassPrecheck,

    /// <summary>按预审件收件.</summary>
    ReceivePrecheck,

    /// <summary>开始申报.</summary>
    StartPrecheck,

    /// <summary>暂存.</summary>
    KeepPrecheck,

    /// <summary>上传材料.</summary>
    AddPrecheckFile,

    /// <summary>移除材料.</summary>
    RemovePrecheckFile,

    /// <summary>提交预审.</summary>
    SendPrecheck,

    /// <summary>删除.</summary>
    DropPrecheck,
}

/// <summary>The table of moves of applications sent beforehand (预审件状态流转表).</summary>
public static class PrecheckMoves
{
    public static readonly MoveTable<Verb, Is> Table = new(
        [
            new(Verb.ReturnPrecheck, [Is.Sent, Is.Ready], [Is.Returned]),
            new(Verb.PassPrecheck, [Is.Sent], [Is.Ready]),
            new(Verb.ReceivePrecheck, [Is.Ready], [Is.Received]),
        ],
        [
            new(Verb.StartPrecheck, [], [Is.Draft]),
            new(Verb.KeepPrecheck, [Is.Draft, Is.Returned], []),
            new(Verb.AddPrecheckFile, [Is.Draft, Is.Returned], []),
            new(Verb.RemovePrecheckFile, [Is.Draft, Is.Returned], []),
            new Line(Verb.SendPrecheck, [Is.Draft, Is.Returned], [Is.Sent]),
            new(Verb.DropPrecheck, [Is.Draft, Is.Sent, Is.Returned, Is.Ready], []),
        ]
    );
}
