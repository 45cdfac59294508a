using System.Text.Json;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Supervision;

/// <summary>
/// 亮牌: the flow calls for a card, for example on the way from the port 超时 of an approval and back to it. It only says so, in an event;
/// supervision hears it and raises the card, so that an approval neither waits for it nor fails by it.
/// </summary>
internal sealed class RaiseCardActivity : CaseActivity
{
    public const string TypeName = "ParallelApproval.RaiseCard";

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("亮牌", "Raise card"),
            new("向承办部门亮牌，可同时下发督办单。", "Raises a card for the department, with a supervision order if wanted.")
        )
        {
            Inputs =
            [
                new(
                    "Colour",
                    "String",
                    new("牌色", "Colour"),
                    new(
                        "蓝牌仅提示；黄牌须说明；红牌须说明并整改。",
                        "Blue only tells; yellow wants an explanation; red wants measures too."
                    )
                )
                {
                    UiHint = "dropdown",
                    DefaultValue = JsonSerializer.SerializeToElement(nameof(CardColour.Yellow)),
                    Choices =
                    [
                        new(nameof(CardColour.Blue), new("蓝牌", "Blue")),
                        new(nameof(CardColour.Yellow), new("黄牌", "Yellow")),
                        new(nameof(CardColour.Red), new("红牌", "Red")),
                    ],
                },
                new("Reason", "String", new("事由", "Reason"), new("写在牌上的事由。", "What the card says.")),
                new(
                    "Branch",
                    "Int32",
                    new("分支编号", "Branch number"),
                    new("所涉分支；留空为整件。", "The branch concerned; empty: the whole case.")
                ),
                new(
                    "Department",
                    "String",
                    new("责任部门", "Department"),
                    new("部门代码；留空为该分支的部门或牵头部门。", "Department code; empty: that of the branch, or the lead department.")
                )
                {
                    UiHint = "dropdown",
                },
                new(
                    "WithOrder",
                    "Boolean",
                    new("同时督办", "With an order"),
                    new("同时下发督办单；红牌总是下发。", "Issues a supervision order too; a red card always does.")
                ),
            ],
            Ports = [new("Done", new("完成", "Done"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        var colour =
            Enum.TryParse<CardColour>(request.Text("colour"), ignoreCase: true, out var named) && Enum.IsDefined(named)
                ? named
                : CardColour.Yellow;
        var branch = request.Number("branch") is { } number && file.FindBranch(number) is not null ? number : 0;
        file.Record(
            new CardCalledFor(
                branch,
                colour,
                request.Text("reason") ?? "流程要求亮牌",
                request.Text("department"),
                request.Flag("withOrder") is true
            )
        );
        return ActivityResult.Leaves();
    }
}
