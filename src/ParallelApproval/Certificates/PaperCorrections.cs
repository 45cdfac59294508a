using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Certificates;

/// <summary>
/// What may be corrected in a paper (可更正内容), and the paper with the right words. What was decided, by which power, who can be turned to,
/// and
/// the numbers and seals are no words that somebody has miswritten.
/// </summary>
internal static class PaperCorrections
{
    /// <summary>Among the facts of a paper that took another's place: the number of that one.</summary>
    private const string Corrects = "corrects";

    private static readonly HashSet<string> Fixed =
    [
        "number",
        "title",
        "power",
        "date",
        "caseNumber",
        "seal",
        "copies",
        "remedies",
        "issuer",
        "department",
        "officer",
        "outcome",
        "status",
        "validFrom",
        "validTo",
        Corrects,
    ];

    /// <summary>The number of the paper whose place it took; null for one that was made as it is.</summary>
    public static string? Of(Document paper) => JsonNode.Parse(paper.Facts)?[Corrects]?.ToString();

    /// <summary>Whether those words stand in it where they may be corrected.</summary>
    public static bool StandsIn(Document paper, string wrong)
    {
        var facts = JsonNode.Parse(paper.Facts)!;
        return !JsonNode.DeepEquals(Replaced(facts, wrong, wrong + "\u0001"), facts);
    }

    /// <summary>The facts of the paper that takes its place.</summary>
    /// <param name="number">Of the new paper.</param>
    public static JsonObject Right(Document paper, PaperCorrected correction, string number)
    {
        var facts = (JsonObject)Replaced(JsonNode.Parse(paper.Facts)!, correction.Wrong, correction.Right)!;
        (facts["number"], facts[Corrects]) = (number, paper.Number);
        return facts;
    }

    /// <summary>
    /// The newest paper among those that go back to that one: two corrections of the same paper follow each other, and neither undoes the
    /// other.
    /// </summary>
    public static Document Newest(IReadOnlyCollection<Document> ofCase, Document paper) =>
        ofCase.FirstOrDefault(other => other.Kind == paper.Kind && Of(other) == paper.Number) is { } next ? Newest(ofCase, next) : paper;

    private static JsonNode? Replaced(JsonNode? node, string wrong, string right) =>
        node switch
        {
            JsonObject facts => new JsonObject(
                facts.Select(fact =>
                    KeyValuePair.Create(fact.Key, Fixed.Contains(fact.Key) ? fact.Value?.DeepClone() : Replaced(fact.Value, wrong, right))
                )
            ),
            JsonArray list => new JsonArray([.. list.Select(part => Replaced(part, wrong, right))]),
            JsonValue value when value.TryGetValue(out string? text) => text.Replace(wrong, right, StringComparison.Ordinal),
            _ => node?.DeepClone(),
        };

    public static Error NothingChanges(string field) => Refusal.Input(field, RefusalCode.CorrectionChangesNothing);

    public static Error TooShort(string field) => Refusal.Input(field, RefusalCode.CorrectionTooShort);

    public static Error OfAnotherBody(string paper, string issuer) =>
        Refusal.Forbidden(RefusalCode.DocumentOfAnotherBody, ("document", paper), ("department", issuer));

    public static Error NotOurs(string paper) => Refusal.Conflict(RefusalCode.DocumentNotCorrectable, ("document", paper));

    public static Error HoldsNoMore(string paper) => Refusal.Conflict(RefusalCode.DocumentHoldsNoMore, ("document", paper));

    public static Error NotInIt(string paper, string wrong) =>
        Refusal.Input("wrong", RefusalCode.WordsNotInDocument, ("document", paper), ("words", wrong));
}
