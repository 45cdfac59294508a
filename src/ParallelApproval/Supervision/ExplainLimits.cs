using ErrorOr;
using ParallelApproval.Clocks;

namespace ParallelApproval.Supervision;

/// <summary>
/// Why a card or a supervision order is due when it is (监察期限说明): by the event that the record names and the days that held then. The
/// settings of the installation set the limits; no law does.
/// </summary>
public sealed class ExplainLimits(ExplainDates dates, Deadlines deadlines, PointCatalogue points)
{
    /// <summary>
    /// The answer, and the appeal while one may still be lodged; none for a blue card, which asks for nothing. Refused as
    /// <c>calendar_year_missing</c>.
    /// </summary>
    public ErrorOr<IReadOnlyList<ExplainedLimit>> Of(Card card)
    {
        var limits = new List<ErrorOr<ExplainedLimit>>();
        if (card.AnswerDue is { } due)
        {
            var rejected = card.RunsSinceAppeal();
            var from = rejected ?? card.RaisedAt;
            limits.Add(
                dates.Days(
                    LimitKind.CardAnswer,
                    rejected is null ? LimitStart.CardRaised : LimitStart.AppealRejected,
                    from,
                    DaysTo(from, due) ?? points.Settings.AnswerDays(card.Point, card.Colour) ?? 0,
                    due.OfficialDate()
                )
            );
        }

        if (card is { Appeal: null, Colour: not CardColour.Blue, Status: not (CardStatus.Superseded or CardStatus.Cancelled) })
            limits.Add(dates.Days(LimitKind.CardAppeal, LimitStart.CardRaised, card.RaisedAt, points.Settings.AppealDays, null));
        return Together(limits);
    }

    /// <summary>Signing for it and the reply; none for a draft. Refused as above.</summary>
    public ErrorOr<IReadOnlyList<ExplainedLimit>> Of(SupervisionOrder order)
    {
        var limits = new List<ErrorOr<ExplainedLimit>>();
        if (order is { Issued: { } issued, ReceiptDue: { } receipt })
            limits.Add(
                dates.OfficeHoursOf(LimitKind.OrderReceipt, LimitStart.OrderIssued, issued.At, points.Settings.ReceiptHours, receipt)
            );
        if (order is { Issued: { } begun, Due: { } due })
        {
            var returned = order.Replies.LastOrDefault(reply => reply.Review is { IsAccepted: false })?.Review;
            var from = returned?.At ?? begun.At;
            var extended = order.Extension is { IsGranted: true, Decided: { } granted } more && granted.At >= from ? more.Days : 0;
            limits.Add(
                dates.Days(
                    LimitKind.OrderReply,
                    returned is null ? LimitStart.OrderIssued : LimitStart.ReplyReturned,
                    from,
                    returned is null ? order.Days : (DaysTo(from, due) ?? order.Days) - extended,
                    due.OfficialDate(),
                    extended: extended
                )
            );
        }

        return Together(limits);
    }

    // What was set then is told by the dates themselves, whatever the settings are today.
    private int? DaysTo(DateTimeOffset from, DateTimeOffset due) => deadlines.Between(from.OfficialDate(), due.OfficialDate());

    private static ErrorOr<IReadOnlyList<ExplainedLimit>> Together(List<ErrorOr<ExplainedLimit>> limits)
    {
        foreach (var limit in limits)
            if (limit.IsError)
                return limit.Errors;
        return limits.ConvertAll(limit => limit.Value);
    }
}
