using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Supervision;

/// <summary>What supervision refuses, and in which words.</summary>
public static class SupervisionRefusals
{
    public static Error NoSuchCard(CardNumber card) => Refusal.NotFound(RefusalCode.CardNotFound, ("card", card));

    public static Error NoSuchOrder(OrderNumber order) => Refusal.NotFound(RefusalCode.OrderNotFound, ("order", order));

    public static Error CardNotYours(Card card) =>
        Refusal.Forbidden(RefusalCode.CardNotYours, ("card", card.Number), ("department", card.Department));

    public static Error OrderNotYours(SupervisionOrder order) =>
        Refusal.Forbidden(RefusalCode.OrderNotYours, ("order", order.Number), ("department", order.Department));

    public static Error CardStatus(Card card, params IEnumerable<CardStatus> wanted) =>
        Refusal.Conflict(RefusalCode.CardStatusConflict, ("card", card.Number), ("wanted", wanted), ("status", card.Status));

    public static Error RemindedToday(Card card) => Refusal.Conflict(RefusalCode.CardRemindedToday, ("card", card.Number));

    public static Error NothingToAppeal(Card card) => Refusal.Conflict(RefusalCode.CardWithoutPoints, ("card", card.Number));

    public static Error AppealedAlready(Card card) => Refusal.Conflict(RefusalCode.CardAppealedAlready, ("card", card.Number));

    public static Error AppealTooLate(Card card, int days) =>
        Refusal.Conflict(RefusalCode.AppealTooLate, ("card", card.Number), ("days", days));

    public static Error NoAppeal(Card card) => Refusal.Conflict(RefusalCode.AppealNotPending, ("card", card.Number));

    public static Error AppealOfOwnDepartment(Card card) =>
        Refusal.Forbidden(RefusalCode.AppealOwnDepartment, ("card", card.Number), ("department", card.Department));

    public static Error MoveNotAllowed(SupervisionOrder order, OrderMove move) =>
        Refusal.Conflict(RefusalCode.OrderMoveNotAllowed, ("order", order.Number), ("move", move), ("status", order.Status));

    public static Error ExtensionTooLate(SupervisionOrder order) =>
        Refusal.Conflict(RefusalCode.OrderExtensionTooLate, ("order", order.Number), ("due", order.Due));

    public static Error ExtensionAskedAlready(SupervisionOrder order) =>
        Refusal.Conflict(RefusalCode.OrderExtensionAskedAlready, ("order", order.Number));

    public static Error NoExtensionAsked(SupervisionOrder order) =>
        Refusal.Conflict(RefusalCode.OrderExtensionNotPending, ("order", order.Number));

    public static Error NoSuchCheck(SpotCheckNumber check) => Refusal.NotFound(RefusalCode.SpotCheckNotFound, ("check", check));

    public static Error NotDrawn(SpotCheckNumber check, Identities.CaseNumber number) =>
        Refusal.Input("case", RefusalCode.CaseNotDrawn, ("check", check), ("case", number));

    public static Error CheckedAlready(SpotCheckNumber check, Identities.CaseNumber number) =>
        Refusal.Conflict(RefusalCode.SpotCheckDoneAlready, ("case", number), ("check", check));

    public static Error CountOutOfRange(int count, int most) =>
        Refusal.Input("count", RefusalCode.SpotCheckCountOutOfRange, ("most", most), ("count", count));

    public static Error PeriodBackwards(DateOnly from, DateOnly to) =>
        Refusal.Input("to", RefusalCode.PeriodBackwards, ("from", from), ("to", to));

    public static Error RemarkMissing() => Refusal.Input("remark", RefusalCode.RemarkMissing);

    public static Error UnknownDepartment(string department) =>
        Refusal.Input("department", RefusalCode.DepartmentUnknown, ("department", department));

    public static Error NotAnOfficer(string officer, string department) =>
        Refusal.Input("officer", RefusalCode.OfficerNotOfDepartment, ("officer", officer), ("department", department));

    public static Error DaysOutOfRange(int days, int most) =>
        Refusal.Input("days", RefusalCode.OrderDaysOutOfRange, ("days", days), ("most", most));

    public static Error AutomaticByHand() => Refusal.Input("kind", RefusalCode.OrderKindByHand);

    public static Error DoneTooLate(DateOnly done) => Refusal.Input("doneOn", RefusalCode.OrderDoneOnOutOfRange, ("day", done));

    public static Error DeductionOutOfRange(int points, int most) =>
        Refusal.Input("deduction", RefusalCode.OrderDeductionOutOfRange, ("points", points), ("most", most));

    public static Error StepDownwards(SupervisionOrder order, EscalationStep step) =>
        Refusal.Conflict(RefusalCode.OrderEscalatedAlready, ("order", order.Number), ("step", step));
}

/// <summary>What people write, checked.</summary>
internal static class Said
{
    /// <summary>Without the blanks around it; null when there is nothing else.</summary>
    public static string? Or(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
