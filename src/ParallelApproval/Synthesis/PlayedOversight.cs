using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Supervision;

namespace ParallelApproval.Synthesis;

/// <summary>
/// Supervision of a played case (仿真监察): the points judge what has just happened, at that instant and not two years later, and departments
/// answer what was raised as they would have.
/// </summary>
internal sealed class PlayedOversight(
    PlayedStore store,
    PointCatalogue points,
    CatalogueRegister catalogue,
    Answerers answerers,
    Deadlines deadlines,
    RaiseCards cards,
    AnswerCardHandler answers,
    SignForOrderHandler receipts,
    ReplyToOrderHandler replies,
    ReviewOrderHandler reviews
)
{
    private const string Explanation = "经核查，系人员调配不及时所致，已当日办结。",
        Measures = "增派人员，专人盯办，杜绝再次发生。",
        Head = "科室负责人",
        Supervisor = "supervisor";

    /// <summary>Judges everything from that place of the trail on.</summary>
    /// <returns>Where to go on next time, or why a card could not be raised.</returns>
    public async Task<ErrorOr<int>> WatchAsync(CasePlay play, int from)
    {
        var file = play.File!;
        if (file.Cards.Any(card => card.Status is CardStatus.Told && LapseCards.IsOver(file, card.Branch)))
            await store.WorkOnAsync(file.Number, Act.OfSystem(file.Act.At), LapseCards.Lapse, CancellationToken.None);
        for (; from < play.Trail.Count; from++)
        {
            var heard = play.Trail[from];
            var asked = points.Watching.Where(pair => pair.Point.Kinds.Any(kind => kind.Name == heard.Event.Kind)).ToList();
            if (asked.Count == 0)
                continue;
            var facts = new CaseFacts(
                file,
                catalogue.ItemOf(file),
                [.. play.Trail.Take(from + 1)],
                null,
                answerers,
                deadlines,
                heard.Event.At
            );
            var found = asked.SelectMany(pair => pair.Point.Judge(heard, facts, pair.Settings)).ToList();
            if (found.Count == 0)
                continue;
            var raised = await store.WorkOnAsync<Raised>(
                file.Number,
                Act.OfSystem(heard.Event.At),
                open =>
                {
                    foreach (var finding in found)
                        cards.Raise(open, finding);
                    return new Raised();
                },
                CancellationToken.None
            );
            if (raised.IsError)
                return raised.Errors;
        }

        return from;
    }

    private sealed record Raised;

    /// <summary>What is still open of cards and orders, the earliest first: when somebody sees to it, and how.</summary>
    public Cue? Next(CasePlay play, Func<DateTimeOffset, double, DateTimeOffset> later)
    {
        var file = play.File!;
        foreach (var order in file.Orders)
        {
            if (order.Issued is not { } issued)
                continue;
            var officer = new Act("", "", order.Department, issued.At) { UserName = SyntheticBodies.ApproverOf(order.Department) };
            switch (order.Status)
            {
                case OrderStatus.Issued:
                    return Cue.For(later(issued.At, 0.2), at =>
                        receipts.HandleAsync(new(order.Number), officer with { At = at }, CancellationToken.None)
                    );
                case OrderStatus.InHand:
                    return Cue.For(later(issued.At, 1.2), at =>
                        replies.HandleAsync(
                            new(order.Number, Explanation, CauseCode.Staff, Measures, Head, DateOnly.FromDateTime(at.DateTime), Head),
                            officer with
                            {
                                At = at,
                            },
                            CancellationToken.None
                        )
                    );
                case OrderStatus.Replied:
                    return Cue.For(later(issued.At, 1.8), at =>
                        reviews.HandleAsync(
                            new(order.Number, IsAccepted: true, "情况属实，同意办结。"),
                            new Act(Supervisor, Supervisor, "XZSP", at),
                            CancellationToken.None
                        )
                    );
            }
        }

        foreach (var card in file.Cards)
            if (card.Status is CardStatus.Open or CardStatus.Overdue)
                return Cue.For(later(card.RaisedAt, 0.6), at =>
                    answers.HandleAsync(
                        new(card.Number, Explanation, CauseCode.Staff, Measures, Head),
                        new Act(SyntheticBodies.ApproverOf(card.Department), "", card.Department, at),
                        CancellationToken.None
                    )
                );
        return null;
    }
}
