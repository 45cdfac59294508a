using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>办结: closes the case with what came of it. A case that was declined or withdrawn is closed already and stays as it is.</summary>
internal sealed class FinishActivity : CaseActivity
{
    public const string TypeName = "ParallelApproval.FinishCase";
    public const string Done = "Done";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("办结", "Finish case"),
            new(
                "按各分支结果办结：办结、部分办结、不予许可或撤回。",
                "Closes the case by the results of its branches: finished, partly finished, refused or withdrawn."
            )
        )
        {
            Ports = [new(Done, new("完成", "Done"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        Close(file);
        // A flow may have gone on without a department that is late; the case cannot end without its decision.
        return file.Case.Status is CaseStatus.InApproval ? ActivityResult.Waits : ActivityResult.Leaves();
    }

    /// <summary>Closes the case with its result, once it has one.</summary>
    internal static void Close(CaseFile file)
    {
        var @case = file.Case;
        if (!CaseMoves.Table.Allows(@case.Status, CaseVerb.CloseCase) || @case.Result is not { } result)
            return;
        file.Move(CaseVerb.CloseCase, result);
        file.Record(new CaseFinished(result));
    }
}
