using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>办结: closes the case with what came of it. A case that was declined or withdrawn is closed already and stays as it is.</summary>
internal sealed class FinishActivity : CaseActivity
{
    public const string TypeName = "ParallelApproval.FinishCase";

    public override ActivityDescriptor Descriptor { get; } = new(TypeName, 1, Toolbox,
        new("办结", "Finish case"),
        new("按各分支结果办结：办结、部分办结、不予许可或撤回。", "Closes the case by the results of its branches: finished, partly finished, refused or withdrawn."))
    {
        Ports = [new("Done", new("完成", "Done"))],
    };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        var @case = file.Case;
        if (!@case.Status.IsClosed() && @case.Result is { } result)
        {
            @case.Status = result;
            @case.ClosedAt = file.Act.At;
            file.Record(new CaseFinished(result));
        }

        return ActivityResult.Leaves();
    }
}
