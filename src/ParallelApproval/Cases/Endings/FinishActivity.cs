using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Workflows;

namespace ParallelApproval.Cases;

/// <summary>办结: closes the case with what came of it. A case that was declined or withdrawn is closed already and stays as it is.</summary>
internal sealed class FinishActivity(CaseEnding ending) : CaseActivity
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
                "按各分支结果办结：办结、部分办结、不予许可或撤回。尚有部门未决定或结果未送达的，先等待。",
                "Closes the case by the results of its branches: finished, partly finished, refused or withdrawn. Waits while a "
                    + "department has not decided or the results are not handed over."
            )
        )
        {
            Ports = [new(Done, new("完成", "Done"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        if (ending.OpenLeftOut(file) is { IsError: true } noCalendar)
            return ActivityResult.Refuses(noCalendar.FirstError);
        return ending.Close(file) ? ActivityResult.Leaves(Done) : ActivityResult.Waits;
    }
}
