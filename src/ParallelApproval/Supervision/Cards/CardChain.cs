using System.Globalization;
using ParallelApproval.Clocks;
using ParallelApproval.Database;

namespace ParallelApproval.Supervision;

/// <summary>
/// One matter, one chain of cards (一事一牌): a graver card takes the place of a lighter one, and only the last of the chain costs points and
/// carries an order. The promise and the law's limit of one branch are one matter, and so are the case and its branch where one department
/// answers for both.
/// </summary>
internal static class CardChain
{
    // From the lighter to the graver.
    private static readonly string[] Lateness = ["E02", "E03"];

    /// <summary>The cards of the same matter that stand; graver ones may be among them.</summary>
    public static IReadOnlyList<Card> Of(CaseFile file, Finding finding) =>
        [
            .. file.Cards.Where(card =>
                card.SupersededBy is null
                && card.Status is not CardStatus.Cancelled
                && IsSameMatter(card, finding)
                && (Lateness.Contains(finding.Point) || card.Colour < finding.Colour)
            ),
        ];

    /// <summary>Whether nothing is left to say, because the matter has a card that is as grave.</summary>
    public static bool IsToldBy(this Finding finding, Card card)
    {
        if (!Lateness.Contains(finding.Point))
            return false;
        var order = Grade(card.Point, card.Colour).CompareTo(Grade(finding.Point, finding.Colour));
        // A card of the branch says more than one of the case.
        return order > 0 || (order == 0 && card.Occasion != finding.Occasion && card.Branch != Clock.OfCase);
    }

    private static bool IsSameMatter(Card card, Finding finding)
    {
        if (card.Point == finding.Point && card.Branch == finding.Branch)
            return finding.Matter is { } matter && card.Occasion.StartsWith(matter, StringComparison.Ordinal);
        if (!Lateness.Contains(card.Point) || !Lateness.Contains(finding.Point) || card.Department != finding.Department)
            return false;
        return card.Branch == finding.Branch
            ? RoundOf(card.Occasion) == RoundOf(finding.Occasion)
            : card.Branch == Clock.OfCase || finding.Branch == Clock.OfCase;
    }

    private static (CardColour Colour, int Point) Grade(string point, CardColour colour) => (colour, Array.IndexOf(Lateness, point));

    private static int? RoundOf(string occasion) =>
        occasion.Split('-') is [_, var round, ..] && int.TryParse(round, CultureInfo.InvariantCulture, out var number) ? number : null;
}
