using ParallelApproval.Calendars;
using ParallelApproval.Certificates;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// How the facts of a card are said in the reader's language (事实用语): a card keeps codes, which are the same in every language, and a sentence
/// names what they stand for. Days stand as ISO 8601 has them.
/// </summary>
internal sealed class FactWords(OfficerRegister officers)
{
    /// <summary>The same facts, ready to be put into a sentence.</summary>
    public Dictionary<string, string> Tell(IReadOnlyDictionary<string, string> facts, bool english) =>
        facts.ToDictionary(fact => fact.Key, fact => Tell(fact.Key, fact.Value, english), StringComparer.Ordinal);

    private string Tell(string name, string value, bool english) =>
        name switch
        {
            "ground" when Enum.TryParse<StopGround>(value, out var ground) && Enum.IsDefined(ground) => english
                ? InWords(ground.ToString())
                : DocumentWords.Of(ground),
            "department" => officers.Department(value)?.NameIn(english) ?? value,
            _ => value,
        };

    // ExpertReview: expert review.
    private static string InWords(string member) =>
        string.Concat(
            member.Select((c, at) => at > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString())
        );
}
