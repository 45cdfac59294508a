using System.Text.RegularExpressions;
using ParallelApproval.Calendars;
using ParallelApproval.Testing;

namespace ParallelApproval.Supervision;

/// <summary>Every sentence that a card can say, in both languages.</summary>
public sealed partial class CardWordsTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_Chinese_sentence_has_an_English_word_and_no_day_has_the_form_of_a_culture()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var points = house.Get<PointCatalogue>();
        foreach (var rule in points.Rules)
        foreach (var (reason, wording) in rule.Reasons)
        foreach (var ground in Enum.GetValues<StopGround>())
        {
            var facts = Place()
                .Matches(wording.Chinese + wording.English)
                .Select(place => place.Groups[1].Value)
                .Distinct()
                .ToDictionary(name => name, name => Fact(name, ground), StringComparer.Ordinal);
            var (chinese, english) = (points.TextOf(rule.Id, reason, facts, false), points.TextOf(rule.Id, reason, facts, true));
            LatinWord().IsMatch(chinese).ShouldBeFalse($"{rule.Id} {reason}: {chinese}");
            CultureDay().IsMatch(chinese + english).ShouldBeFalse($"{rule.Id} {reason}: {chinese} {english}");
            (chinese + english).ShouldNotContain("{", customMessage: $"{rule.Id} {reason}");
            if (facts.ContainsKey("ground"))
                english.ShouldNotContain(ground.ToString(), Case.Sensitive, "it is said in words");
        }
    }

    private static string Fact(string name, StopGround ground) =>
        name switch
        {
            "ground" => ground.ToString(),
            "department" => "SYJ",
            "due" or "since" or "copied" or "received" or "decided" or "at" or "earlier" => "2026-11-29",
            _ => "7",
        };

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Place();

    [GeneratedRegex("[A-Za-z]{3,}")]
    private static partial Regex LatinWord();

    [GeneratedRegex(@"\d{1,2}/\d{1,2}/\d{4}")]
    private static partial Regex CultureDay();
}
