using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>
/// 亮牌: what points have found becomes cards, each once, however often it is found and by however many nodes at the same time: the occasion
/// is looked up under the lock of the file, and the database lets no second row in. A red card, or one that the flow wants so, brings a
/// supervision order with it, in the same transaction.
/// </summary>
public sealed class RaiseCards(
    SupervisionFiles files,
    IDbContextFactory<ApprovalDbContext> contexts,
    PointCatalogue points,
    Deadlines deadlines,
    OrderLifecycle orders,
    TimeProvider time
)
{
    // What a reminder about no case tells of has no end of its own.
    private static readonly TimeSpan RemindedFor = TimeSpan.FromDays(31);

    /// <summary>Raises what has not been raised yet.</summary>
    /// <returns>How many cards are new.</returns>
    /// <exception cref="InvalidOperationException">A file could not be had, for example because somebody works on it; nothing is lost, the
    /// finding will be found again.</exception>
    internal async Task<int> RaiseAsync(IReadOnlyCollection<Finding> findings, CancellationToken cancellation)
    {
        var raised = 0;
        foreach (var ofFile in findings.GroupBy(finding => finding.File))
        {
            var fresh = await FreshAsync(ofFile.Key, [.. ofFile], cancellation);
            if (fresh.Count == 0)
                continue;
            var outcome = await files.WorkOnAsync(ofFile.Key, Act.OfSystem(time), file => Raise(file, fresh), cancellation);
            if (outcome.IsError)
                throw new InvalidOperationException(outcome.FirstError.Description);
            raised += outcome.Value;
        }

        return raised;
    }

    // Most of what is found again has long been raised; that is seen without a lock.
    private async Task<List<Finding>> FreshAsync(CaseNumber number, List<Finding> findings, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var known = await db.Set<CardRow>()
            .AsNoTracking()
            .Where(row => row.CaseKey == number.Key)
            .Select(row => new
            {
                row.Point,
                row.Branch,
                row.Occasion,
            })
            .ToListAsync(cancellation);
        return findings.FindAll(finding =>
            !known.Exists(card => card.Point == finding.Point && card.Branch == finding.Branch && card.Occasion == finding.Occasion)
        );
    }

    private ErrorOr<int> Raise(CaseFile file, IReadOnlyList<Finding> findings) =>
        findings.Count(finding => Raise(file, finding) is not null);

    /// <summary>Raises one in a file that lies open; null when it has been raised already.</summary>
    internal Card? Raise(CaseFile file, Finding finding)
    {
        if (file.Cards.Any(card => card.Point == finding.Point && card.Branch == finding.Branch && card.Occasion == finding.Occasion))
            return null;
        var chain = CardChain.Of(file, finding);
        if (chain.Any(finding.IsToldBy))
            return null;
        var card = Write(file, finding);
        file.Record(
            new CardRaised(
                card.Number.ToString(),
                card.Point,
                card.Colour,
                card.Branch,
                card.Department,
                card.Officer,
                card.Reason,
                card.Facts,
                card.AnswerDue
            )
        );
        Supersede(file, card, chain);
        card = OrderLifecycle.TakeOver(file, card, chain);
        return card.Colour is CardColour.Red || finding.WithOrder ? orders.IssueFrom(file, card) : card;
    }

    private Card Write(CaseFile file, Finding finding)
    {
        var (settings, now) = (points.Settings, file.Act.At);
        return file.Put(
            new Card
            {
                Number = new(file.Number, file.Section<CardSection>().NextRunning),
                Point = finding.Point,
                Colour = finding.Colour,
                Status =
                    finding.Colour is not CardColour.Blue ? CardStatus.Open
                    : LapseCards.IsOver(file, finding.Branch) ? CardStatus.Lapsed
                    : CardStatus.Told,
                Branch = finding.Branch,
                Occasion = finding.Occasion,
                Department = finding.Department,
                Officer = finding.Officer,
                Reason = finding.Reason,
                Facts = finding.Facts,
                Since = finding.Since,
                RaisedAt = now,
                AnswerDue = settings.AnswerDays(finding.Point, finding.Colour) is { } days ? deadlines.Days(now, days) : null,
                Deduction = settings.Points(finding.Colour),
                LookAgainAt = finding.LookAgainAt
                    ?? (finding.Colour is CardColour.Blue && file.Number.IsOfCentre ? now + RemindedFor : null),
            }
        );
    }

    // A pending appeal is heard first; what becomes of the card then is decided with it.
    private static void Supersede(CaseFile file, Card graver, IReadOnlyList<Card> chain)
    {
        foreach (var lighter in chain)
        {
            file.Put(
                lighter with
                {
                    Status = lighter.Status is CardStatus.Appealed ? CardStatus.Appealed : CardStatus.Superseded,
                    SupersededBy = graver.Number.Running,
                    LookAgainAt = null,
                }
            );
            file.Record(new CardSuperseded(lighter.Number.ToString(), lighter.Branch, graver.Number.ToString()));
        }
    }
}
