using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Evaluations;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web;

/// <summary>Every refusal and every word of the pages exists in both languages.</summary>
public sealed partial class RefusalTextsTests
{
    [Fact]
    public void Every_code_has_a_sentence_of_its_own_in_both_languages()
    {
        var (english, chinese) = (Keys(CultureInfo.InvariantCulture), Keys(ReaderLanguage.Chinese));
        RefusalCode.All.Keys.Order().ShouldBe(english.Order());
        chinese.Order().ShouldBe(english.Order());
        RefusalCode.All.Values.Where(code => !Han().IsMatch(code.Sentence(ReaderLanguage.Chinese))).ShouldBeEmpty();
    }

    [Fact]
    public void A_sentence_says_exactly_the_facts_that_its_refusal_gives()
    {
        var sites = Sites().ToList();
        sites.Count.ShouldBeGreaterThan(350);
        var wrong =
            from site in sites
            from language in new[] { CultureInfo.InvariantCulture, ReaderLanguage.Chinese }
            let sentence = site.Code.Sentence(language)
            // Which step of a drawing is at fault is given with every fault of a flow; not every sentence names it.
            where !Places(sentence).Where(place => place != "display" || site.Facts.Contains(place)).ToHashSet().SetEquals(site.Facts)
            select $"{site.Code} gives {string.Join(", ", site.Facts)}: {sentence}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Both_languages_say_the_same_facts() =>
        RefusalCode
            .All.Values.Where(code => !Places(code.English).SetEquals(Places(code.Sentence(ReaderLanguage.Chinese))))
            .ShouldBeEmpty();

    [Fact]
    public void No_sentence_is_left_without_somebody_who_refuses_by_it()
    {
        var engine = string.Concat(Sources("*.cs", "ParallelApproval.Engine").Concat(Sources("*.cs", "ParallelApproval.Elsa")));
        var raised = Sites().Select(site => site.Code).ToHashSet();
        RefusalCode
            .All.Values.Where(code => !raised.Contains(code) && !engine.Contains($"\"{code}\"", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Everything_that_the_engine_refuses_has_a_sentence_of_facts_that_it_gives()
    {
        var wrong =
            from source in Sources("*.cs", "ParallelApproval.Engine")
            from match in EngineSite().Matches(source)
            let name = match.Groups[1].Value
            let given = Given().Matches(match.Value).Select(fact => fact.Groups[1].Value).Append("activity").Append("display")
            where !RefusalCode.All.TryGetValue(name, out var code) || !Places(code.English).IsSubsetOf(given)
            select name;
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void What_a_refusal_names_is_named_in_the_readers_language(Type enumeration)
    {
        var words = Words.All(ReaderLanguage.Chinese);
        foreach (var member in Enum.GetNames(enumeration))
            words.GetValueOrDefault($"{enumeration.Name}_{member}").ShouldNotBeNull(member).ShouldMatch(@"\p{IsCJKUnifiedIdeographs}");
    }

    /// <summary>The enumerations that stand among the facts.</summary>
    public static TheoryData<Type> Named =>
        [
            typeof(CaseStatus),
            typeof(BranchStatus),
            typeof(CardStatus),
            typeof(OrderStatus),
            typeof(OrderMove),
            typeof(EscalationStep),
            typeof(ComplaintStatus),
            typeof(RemedyStep),
            typeof(ItemKind),
            typeof(Tier),
            typeof(OnTimeout),
            typeof(BlockGround),
            typeof(Role),
            typeof(CodeForm),
            typeof(DaysRule),
            typeof(CalendarFault),
            typeof(SharedMark),
            typeof(FormFieldKind),
        ];

    [Fact]
    public void A_day_an_instant_and_a_status_are_said_in_the_readers_language()
    {
        var refusal = Refusal.Conflict(
            RefusalCode.BranchAlreadyDecided,
            ("branch", 2),
            ("case", "C"),
            ("status", BranchStatus.Approved),
            ("date", new DateOnly(2026, 3, 2))
        );
        var visit = Refusal.Conflict(RefusalCode.VisitNotYet, ("at", new DateTimeOffset(2026, 3, 2, 1, 5, 0, TimeSpan.Zero)));
        var status = Refusal.Conflict(
            RefusalCode.CaseStatusConflict,
            ("case", "C"),
            ("wanted", new[] { CaseStatus.Received, CaseStatus.CorrectionRequested }),
            ("status", CaseStatus.InApproval)
        );

        Told(english: false, refusal).ShouldContain("2026年3月2日");
        Told(english: false, visit).ShouldContain("2026年3月2日 09:05");
        Told(english: false, status).ShouldNotMatch("[A-Za-z]{2}");
        Told(english: true, refusal).ShouldContain("2026-03-02");
        Told(english: true, visit).ShouldContain("2026-03-02 09:05");
        Told(english: true, status).ShouldBe("Expected case C to be received, correction asked, but it is in approval.");
    }

    private static string Told(bool english, Error refusal)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        ReaderLanguage.Set(english);
        try
        {
            return RefusalTexts.Sentence(refusal);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    [Fact]
    public void The_words_of_the_pages_are_the_same_in_both_languages() =>
        Words.All(CultureInfo.InvariantCulture).Keys.Order().ShouldBe(Words.All(ReaderLanguage.Chinese).Keys.Order());

    [Fact]
    public void Every_word_that_a_page_uses_exists()
    {
        var words = Words.All(ReaderLanguage.Chinese);
        var used = Sources("*.razor")
            .Concat(Sources("*.cs"))
            .SelectMany(source => Used().Matches(source).Select(match => match.Groups[1].Value))
            .Distinct();
        used.Where(word => !words.ContainsKey(word)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Keys(CultureInfo language) =>
        new ResourceManager("ParallelApproval.Refusals.Refusals", typeof(RefusalCode).Assembly)
            .GetResourceSet(language, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>()
            .Select(entry => (string)entry.Key);

    private static HashSet<string> Places(string sentence) => [.. Place().Matches(sentence).Select(place => place.Groups[1].Value)];

    /// <summary>Where the source refuses: the code and the names of the facts, read from the call.</summary>
    private static IEnumerable<(RefusalCode Code, HashSet<string> Facts)> Sites() =>
        from source in Sources("*.cs").Concat(Sources("*.razor"))
        from match in Site().Matches(source)
        let code = (RefusalCode)typeof(RefusalCode).GetProperty(match.Groups[1].Value)!.GetValue(null)!
        select (code, Given().Matches(match.Groups[2].Value).Select(fact => fact.Groups[1].Value).ToHashSet());

    private static IEnumerable<string> Sources(string pattern, string project = "", [CallerFilePath] string here = "") =>
        Directory
            .EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "../../src", project), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    // The rest of the call, up to the parenthesis that closes it; parentheses inside are matched.
    [GeneratedRegex(
        """\b(?:Refusal\.(?:Input|NotFound|Conflict|Forbidden|OfType)|FlowFault\.At)\((?:(?!RefusalCode)[^;])*?"""
            + """\bRefusalCode\.(?!Named\()(\w+)((?:[^()]|(?<open>\()|(?<-open>\)))*)(?(open)(?!))\)"""
    )]
    private static partial Regex Site();

    [GeneratedRegex("""\b(?:Refuse|problems\.Error|problems\.Warning)\((?:[^;"]*?)"([a-z]+(?:_[a-z]+)+)"(?:[^;"]|"[^"\n]*")*;""")]
    private static partial Regex EngineSite();

    [GeneratedRegex("""\("(\w+)", """)]
    private static partial Regex Given();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Place();

    [GeneratedRegex("""\bWord\("([a-z_]+)"[,)]""")]
    private static partial Regex Used();
}
