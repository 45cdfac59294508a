using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Supervision;

/// <summary>What supervision refuses, and in which words.</summary>
public static class SupervisionRefusals
{
    public static Error NoSuchCard(CardNumber card) => Refusal.NotFound("card_not_found", "Expected a card {card}, but there is none.", ("card", card));

    public static Error NoSuchOrder(OrderNumber order) => Refusal.NotFound("order_not_found", "Expected a supervision order {order}, but there is none.", ("order", order));

    public static Error CardNotYours(Card card) => Refusal.Forbidden("card_not_yours",
        "Expected card {card} to be for your department, but it is for {department}.", ("card", card.Number), ("department", card.Department));

    public static Error OrderNotYours(SupervisionOrder order) => Refusal.Forbidden("order_not_yours",
        "Expected supervision order {order} to be for your department, but it is for {department}.", ("order", order.Number), ("department", order.Department));

    public static Error CardStatus(Card card, string wanted) => Refusal.Conflict("card_status_conflict",
        "Expected card {card} to be {wanted}, but it is {status}.", ("card", card.Number), ("wanted", wanted), ("status", card.Status));

    public static Error NothingToAppeal(Card card) => Refusal.Conflict("card_without_points",
        "Expected card {card} to cost points, but it is a blue one and costs none.", ("card", card.Number));

    public static Error AppealedAlready(Card card) => Refusal.Conflict("card_appealed_already",
        "Expected no appeal against card {card} yet, but there has been one, and only one is heard.", ("card", card.Number));

    public static Error AppealTooLate(Card card, int days) => Refusal.Conflict("appeal_too_late",
        "Expected the appeal against card {card} within {days} working days, but they have passed.", ("card", card.Number), ("days", days));

    public static Error NoAppeal(Card card) => Refusal.Conflict("appeal_not_pending",
        "Expected an appeal against card {card} to be pending, but there is none.", ("card", card.Number));

    public static Error AppealOfOwnDepartment(Card card) => Refusal.Forbidden("appeal_own_department",
        "Expected a supervisor of a department other than {department} to decide the appeal against card {card}, but you belong to it.",
        ("card", card.Number), ("department", card.Department));

    public static Error MoveNotAllowed(SupervisionOrder order, OrderMove move) => Refusal.Conflict("order_move_not_allowed",
        "Expected supervision order {order} to be in a status that allows {move}, but it is {status}.", ("order", order.Number), ("move", move), ("status", order.Status));

    public static Error ExtensionTooLate(SupervisionOrder order) => Refusal.Conflict("order_extension_too_late",
        "Expected more time for supervision order {order} to be asked for before it was due, but it was due at {due}.", ("order", order.Number), ("due", order.Due));

    public static Error ExtensionAskedAlready(SupervisionOrder order) => Refusal.Conflict("order_extension_asked_already",
        "Expected no request for more time for supervision order {order} yet, but there has been one, and only one is heard.", ("order", order.Number));

    public static Error NoExtensionAsked(SupervisionOrder order) => Refusal.Conflict("order_extension_not_pending",
        "Expected a request for more time for supervision order {order} to be pending, but there is none.", ("order", order.Number));

    public static Error NoSuchCheck(SpotCheckNumber check) => Refusal.NotFound("spot_check_not_found", "Expected a spot check {check}, but there is none.", ("check", check));

    public static Error NotDrawn(SpotCheckNumber check, Identities.CaseNumber number) => Refusal.Input("case", "case_not_drawn",
        "Expected a case that was drawn for spot check {check}, but {case} was not.", ("check", check), ("case", number));

    public static Error CheckedAlready(SpotCheckNumber check, Identities.CaseNumber number) => Refusal.Conflict("spot_check_done_already",
        "Expected case {case} not to have been looked through for spot check {check}, but it has been.", ("case", number), ("check", check));

    public static Error CountOutOfRange(int count, int most) => Refusal.Input("count", "spot_check_count_out_of_range",
        "Expected 1 to {most} cases to be drawn, but {count} were asked for.", ("most", most), ("count", count));

    public static Error PeriodBackwards(DateOnly from, DateOnly to) => Refusal.Input("to", "period_backwards",
        "Expected a period that ends on {from} or later, but it ends on {to}.", ("from", from), ("to", to));

    public static Error RemarkMissing() => Refusal.Input("remark", "remark_missing", "Expected words on what is wrong with the case, but there are none.");

    public static Error UnknownDepartment(string department) => Refusal.Input("department", "department_unknown",
        "Expected a department of the district, but {department} is none.", ("department", department));

    public static Error NotAnOfficer(string officer, string department) => Refusal.Input("officer", "officer_not_of_department",
        "Expected an officer of department {department}, but {officer} is none.", ("officer", officer), ("department", department));

    public static Error DaysOutOfRange(int days, int most) => Refusal.Input("days", "order_days_out_of_range",
        "Expected 1 to {most} working days, but {days} were given.", ("days", days), ("most", most));

    public static Error AutomaticByHand() => Refusal.Input("kind", "order_kind_by_hand",
        "Expected a kind of order that people issue, but automatic ones come from cards alone.");

    public static Error DoneTooLate(DateOnly done) => Refusal.Input("doneOn", "order_done_on_out_of_range",
        "Expected the measures to be done within a year from today or before, but {day} is later.", ("day", done));

    public static Error DeductionOutOfRange(int points, int most) => Refusal.Input("deduction", "order_deduction_out_of_range",
        "Expected 0 to {most} points, but {points} were given.", ("points", points), ("most", most));

    public static Error StepDownwards(SupervisionOrder order, EscalationStep step) => Refusal.Conflict("order_escalated_already",
        "Expected supervision order {order} not to have gone as far as {step}, but it has.", ("order", order.Number), ("step", step));
}

/// <summary>What people write, checked.</summary>
internal static class Said
{
    /// <summary>Without the blanks around it; null when there is nothing else.</summary>
    public static string? Or(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
