using ParallelApproval.Database;
using ParallelApproval.Engine;
using ParallelApproval.Events;
using ParallelApproval.Workflows;

namespace ParallelApproval.Notices;

/// <summary>
/// 报告领导: the flow tells the heads of the centre of the case. It only says so, in an event; the notices are made from that, once for each
/// head.
/// </summary>
internal sealed class TellLeadersActivity : CaseActivity
{
    public const string TypeName = "ParallelApproval.TellLeaders";

    private const int MostCharacters = 200;

    public override ActivityDescriptor Descriptor { get; } =
        new(
            TypeName,
            1,
            Toolbox,
            new("报告领导", "Tell the leaders"),
            new("通知中心领导关注本件。", "Sends the heads of the centre a notice about the case.")
        )
        {
            Inputs =
            [
                new(
                    "Text",
                    "String",
                    new("内容", "Text"),
                    new("通知里写什么，最多 200 字。", "What the notice says, at most 200 characters.")
                )
                {
                    UiHint = "multiline",
                },
            ],
            Ports = [new("Done", new("完成", "Done"))],
        };

    public override ActivityResult Begin(CaseFile file, ActivityRequest request)
    {
        var text = request.Text("text")?.Trim() is { Length: > 0 } written ? written : "流程提请领导关注";
        file.Record(new LeadersTold(text.Length > MostCharacters ? text[..MostCharacters] : text));
        return ActivityResult.Leaves();
    }
}

/// <summary>流程报告: the flow tells the heads of the centre of the case, as a designer has drawn it.</summary>
public sealed record LeadersTold(string Text) : DomainEvent;
