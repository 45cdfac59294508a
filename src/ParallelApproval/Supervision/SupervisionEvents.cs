using ParallelApproval.Events;

namespace ParallelApproval.Supervision;

/// <summary>What all events about a card or an order have in common: the branch, where there is one.</summary>
public abstract record SupervisionEvent(int Branch) : DomainEvent
{
    public override int? BranchNumber => Branch > 0 ? Branch : null;
}

/// <summary>亮牌: a card was raised.</summary>
public sealed record CardRaised(
    string Card,
    string Point,
    CardColour Colour,
    int Branch,
    string Department,
    string? Officer,
    string Reason,
    IReadOnlyDictionary<string, string> Facts,
    DateTimeOffset? AnswerDue
) : SupervisionEvent(Branch);

/// <summary>升牌: a graver card took the place of this one.</summary>
public sealed record CardSuperseded(string Card, int Branch, string By) : SupervisionEvent(Branch);

/// <summary>提示失效: what a blue card told of is over.</summary>
public sealed record CardLapsed(string Card, int Branch) : SupervisionEvent(Branch);

/// <summary>说明: the department answered a card.</summary>
public sealed record CardAnswered(string Card, int Branch, CardAnswer Answer) : SupervisionEvent(Branch);

/// <summary>逾期未说明: nobody answered a card in time.</summary>
public sealed record CardOverdue(string Card, int Branch, DateTimeOffset Due) : SupervisionEvent(Branch);

/// <summary>申诉: the department appeals against a card.</summary>
public sealed record CardAppealed(string Card, int Branch, AppealGround Ground, string Statement) : SupervisionEvent(Branch);

/// <summary>申诉复核: an appeal was decided.</summary>
public sealed record AppealDecided(string Card, int Branch, bool IsGranted, string Reason) : SupervisionEvent(Branch);

/// <summary>
/// 流程亮牌: the flow calls for a card, and perhaps an order, as a designer has drawn it. The card follows once this has been heard.
/// </summary>
/// <param name="Department">Who must answer; null for the department of the branch, or the lead department.</param>
public sealed record CardCalledFor(int Branch, CardColour Colour, string Reason, string? Department, bool WithOrder)
    : SupervisionEvent(Branch);

/// <summary>移交亮牌: the department was closed, and its heir answers the card.</summary>
public sealed record CardHandedOver(string Card, int Branch, string From, string To) : SupervisionEvent(Branch);

/// <summary>移交督办单: the department was closed, and its heir has the order.</summary>
public sealed record OrderHandedOver(string Order, int Branch, string From, string To) : SupervisionEvent(Branch);

/// <summary>草拟督办单: an order was drafted.</summary>
public sealed record OrderDrafted(string Order, int Branch, OrderKind Kind, string Department, string Facts, string Demand)
    : SupervisionEvent(Branch);

/// <summary>下发督办单: an order was issued.</summary>
public sealed record OrderIssued(
    string Order,
    int Branch,
    OrderKind Kind,
    string Department,
    string? Officer,
    string? Card,
    DateTimeOffset? ReceiptDue,
    DateTimeOffset? Due
) : SupervisionEvent(Branch);

/// <summary>签收督办单: the department signed for an order.</summary>
public sealed record OrderSignedFor(string Order, int Branch) : SupervisionEvent(Branch);

/// <summary>逾期未签收: nobody signed for an order in time.</summary>
public sealed record OrderReceiptMissed(string Order, int Branch, DateTimeOffset Due) : SupervisionEvent(Branch);

/// <summary>反馈: the department replied to an order.</summary>
public sealed record OrderReplied(string Order, int Branch, OrderReply Reply) : SupervisionEvent(Branch);

/// <summary>退回重办: a reply was not enough.</summary>
public sealed record OrderReturned(string Order, int Branch, string Opinion, DateTimeOffset? Due) : SupervisionEvent(Branch);

/// <summary>办结督办单: a reply was accepted.</summary>
public sealed record OrderClosed(string Order, int Branch, string Opinion, int Deduction) : SupervisionEvent(Branch);

/// <summary>申请延期: the department asked for more time.</summary>
public sealed record OrderExtensionAsked(string Order, int Branch, int Days, string Reason) : SupervisionEvent(Branch);

/// <summary>延期审批: more time was granted or not.</summary>
public sealed record OrderExtended(string Order, int Branch, bool IsGranted, string? Reason, DateTimeOffset? Due)
    : SupervisionEvent(Branch);

/// <summary>升级督办: an order went up.</summary>
public sealed record OrderEscalated(string Order, int Branch, EscalationStep Step, string Reason) : SupervisionEvent(Branch);

/// <summary>撤销督办单: an order was withdrawn.</summary>
public sealed record OrderWithdrawn(string Order, int Branch, string Reason) : SupervisionEvent(Branch);

/// <summary>抽取案卷: cases were drawn for a spot check; with the seed anybody can draw the same ones again.</summary>
public sealed record SpotCheckDrawn(string Check, DateOnly From, DateOnly To, SpotCheckScope Scope, long Seed, string[] Cases)
    : SupervisionEvent(0);

/// <summary>抽查结果: a drawn case was looked through.</summary>
public sealed record CaseSpotChecked(string Check, SpotCheckResult Result) : SupervisionEvent(0);
