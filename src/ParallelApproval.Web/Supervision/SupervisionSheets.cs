using ParallelApproval.Organisation;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Languages;

namespace ParallelApproval.Web.Supervision;

/// <summary>A card as it is shown.</summary>
/// <param name="Case">Null when it concerns no single case.</param>
/// <param name="Text">What it says, in the reader's language.</param>
/// <param name="Points">Points that count.</param>
internal sealed record CardSheet(
    string Id,
    string? Case,
    int? Branch,
    string Point,
    string PointName,
    CardColour Colour,
    CardStatus Status,
    string Department,
    string DepartmentName,
    string? Officer,
    string? OfficerName,
    string Reason,
    string Text,
    IReadOnlyDictionary<string, string> Facts,
    DateTimeOffset Since,
    DateTimeOffset RaisedAt,
    DateTimeOffset? AnswerDue,
    DateTimeOffset? OverdueAt,
    int Points,
    CardAnswer? Answer,
    CardAppeal? Appeal,
    string? SupersededBy,
    string? Order,
    CardReminder? Reminded
);

/// <summary>A supervision order as it is shown.</summary>
/// <param name="Case">Null when it concerns no single case.</param>
internal sealed record OrderSheet(
    string Id,
    string? Case,
    int? Branch,
    string? Card,
    OrderKind Kind,
    OrderLevel Level,
    OrderStatus Status,
    string Department,
    string DepartmentName,
    string? Officer,
    string? OfficerName,
    string Facts,
    string Demand,
    string? Basis,
    string? Source,
    IReadOnlyList<string> CopyTo,
    IReadOnlyList<string> Attachments,
    int Days,
    Stamp Drafted,
    Stamp? Issued,
    DateTimeOffset? ReceiptDue,
    Stamp? SignedFor,
    DateTimeOffset? ReceiptMissedAt,
    DateTimeOffset? Due,
    OrderExtensionRequest? Extension,
    IReadOnlyList<OrderReply> Replies,
    IReadOnlyList<Escalation> Escalations,
    Stamp? Withdrawn,
    int Deduction
);

/// <summary>A monitor point as it is shown.</summary>
/// <param name="Fed">False while no room of the product tells the facts that it judges.</param>
/// <param name="AnswerDays">Working days for the answer; null for a point that only tells.</param>
internal sealed record PointSheet(
    string Id,
    string Name,
    string Basis,
    CardColour Colour,
    Answerer Answers,
    int? AnswerDays,
    bool On,
    bool Fed,
    IReadOnlyList<ThresholdSheet> Thresholds
);

/// <summary>A value of a rule in this installation, and the one with which the product comes.</summary>
internal sealed record ThresholdSheet(string Name, string Meaning, int Value, int Default);

/// <summary>What the wall shows.</summary>
internal sealed record WallSheet(IReadOnlyList<CardCount> Cards, IReadOnlyList<OrderCount> Orders, IReadOnlyList<CardSheet> Newest);

/// <summary>Puts cards, orders and rules into the reader's language.</summary>
internal sealed class SupervisionSheets(PointCatalogue points, OfficerRegister officers)
{
    public CardSheet Of(Card card) =>
        new(
            card.Number.ToString(),
            CaseOf(card.Number.File),
            BranchOf(card.Branch),
            card.Point,
            points.Rule(card.Point)?.Name.In(ReaderLanguage.IsEnglish) ?? card.Point,
            card.Colour,
            card.Status,
            card.Department,
            DepartmentOf(card.Department),
            card.Officer,
            NameOf(card.Officer),
            card.Reason,
            points.TextOf(card, ReaderLanguage.IsEnglish),
            card.Facts,
            card.Since.InShanghai(),
            card.RaisedAt.InShanghai(),
            card.AnswerDue?.InShanghai(),
            card.OverdueAt?.InShanghai(),
            card.Counts,
            card.Answer,
            card.Appeal,
            card.SupersededBy is { } by ? new CardNumber(card.Number.File, by).ToString() : null,
            card.Order is { } order ? new OrderNumber(card.Number.File, order).ToString() : null,
            card.Reminded
        );

    public OrderSheet Of(SupervisionOrder order) =>
        new(
            order.Number.ToString(),
            CaseOf(order.Number.File),
            BranchOf(order.Branch),
            order.Card is { } card ? new CardNumber(order.Number.File, card).ToString() : null,
            order.Kind,
            order.Level,
            order.Status,
            order.Department,
            DepartmentOf(order.Department),
            order.Officer,
            NameOf(order.Officer),
            order.Facts,
            order.Demand,
            order.Basis,
            order.Source,
            [.. order.CopyTo.Select(DepartmentOf)],
            order.Attachments,
            order.Days,
            order.Drafted,
            order.Issued,
            order.ReceiptDue?.InShanghai(),
            order.SignedFor,
            order.ReceiptMissedAt?.InShanghai(),
            order.Due?.InShanghai(),
            order.Extension,
            order.Replies,
            order.Escalations,
            order.Withdrawn,
            order.Deduction
        );

    public WallSheet Of(Wall wall) => new(wall.Cards, wall.Orders, [.. wall.Newest.Select(Of)]);

    public IReadOnlyList<PointSheet> Points() =>
        [
            .. points.Rules.Select(rule =>
            {
                var settings = points.Settings.Of(rule.Id);
                return new PointSheet(
                    rule.Id,
                    rule.Name.In(ReaderLanguage.IsEnglish),
                    rule.Basis,
                    settings.Colour,
                    settings.Answers,
                    points.Settings.AnswerDays(rule.Id, settings.Colour),
                    settings.IsOn,
                    rule.IsFed,
                    [
                        .. rule.Thresholds.Select(threshold => new ThresholdSheet(
                            threshold.Name,
                            threshold.Meaning.In(ReaderLanguage.IsEnglish),
                            settings[threshold.Name],
                            threshold.Default
                        )),
                    ]
                );
            }),
        ];

    private static string? CaseOf(ParallelApproval.Identities.CaseNumber file) => file.IsOfCentre ? null : file.ToString();

    private static int? BranchOf(int branch) => branch == 0 ? null : branch;

    private string DepartmentOf(string code) => officers.Department(code)?.NameIn(ReaderLanguage.IsEnglish) ?? code;

    private string? NameOf(string? userName) =>
        userName is null ? null
        : officers.Find(userName) is { } officer
            ? ReaderLanguage.IsEnglish ? officer.NameEn
                : officer.Name
        : userName;
}
