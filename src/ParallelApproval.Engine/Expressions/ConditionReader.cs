using System.Globalization;

namespace ParallelApproval.Engine;

/// <summary>Reads a <see cref="Condition"/> from its text.</summary>
internal sealed class ConditionReader(string text)
{
    private const int MaxDepth = 20;

    private static readonly (string Written, Comparer Meant)[] Signs =
    [
        ("==", Comparer.Equal),
        ("!=", Comparer.NotEqual),
        ("<>", Comparer.NotEqual),
        ("<=", Comparer.LessOrEqual),
        (">=", Comparer.MoreOrEqual),
        ("=", Comparer.Equal),
        ("≠", Comparer.NotEqual),
        ("≤", Comparer.LessOrEqual),
        ("≥", Comparer.MoreOrEqual),
        ("<", Comparer.Less),
        (">", Comparer.More),
        ("＝", Comparer.Equal),
        ("＜", Comparer.Less),
        ("＞", Comparer.More),
    ];

    private static readonly string[] And = ["and", "并且", "且"];
    private static readonly string[] Or = ["or", "或者", "或"];
    private static readonly string[] Not = ["not", "非"];
    private static readonly string[] Empty = ["is empty", "为空"];
    private static readonly string[] NotEmpty = ["is not empty", "不为空"];
    private static readonly string[] Contains = ["contains", "包含"];

    private readonly List<Comparison> _comparisons = [];
    private int _at;
    private int _depth;

    public IReadOnlyList<Comparison> Comparisons => _comparisons;

    public Condition.Term Read()
    {
        var term = ReadOr();
        Skip();
        return _at == text.Length ? term : throw Wrong("'and', 'or' or the end");
    }

    private Condition.Term ReadOr()
    {
        var term = ReadAnd();
        while (Takes(Or))
            term = new Condition.Either(term, ReadAnd());
        return term;
    }

    private Condition.Term ReadAnd()
    {
        var term = ReadOne();
        while (Takes(And))
            term = new Condition.Both(term, ReadOne());
        return term;
    }

    private Condition.Term ReadOne()
    {
        if (++_depth > MaxDepth)
            throw Wrong($"at most {MaxDepth} brackets in each other");
        Condition.Term term;
        if (Takes(Not))
            term = new Condition.Not(ReadOne());
        else if (Takes('(') || Takes('（'))
        {
            term = ReadOr();
            if (!Takes(')') && !Takes('）'))
                throw Wrong("a closing bracket");
        }
        else
            term = ReadLine();
        _depth--;
        return term;
    }

    private Condition.Line ReadLine()
    {
        Skip();
        var fact = Word(IsOfPath);
        if (fact.Length == 0 || !char.IsAsciiLetter(fact[0]) || fact[^1] == '.' || fact.Contains("..", StringComparison.Ordinal))
            throw Wrong("the name of a fact, such as form.area");
        var line = Compared(fact);
        _comparisons.Add(line);
        return _comparisons.Count <= Condition.MaxLines ? new(line) : throw Wrong($"at most {Condition.MaxLines} lines");
    }

    private Comparison Compared(string fact)
    {
        if (Takes(NotEmpty))
            return new(fact, Comparer.NotEmpty, null, null);
        if (Takes(Empty))
            return new(fact, Comparer.Empty, null, null);
        if (Takes(Contains))
            return new(fact, Comparer.Contains, Value().Text, FactKind.Text);
        Skip();
        foreach (var (written, meant) in Signs)
            if (text.AsSpan(_at).StartsWith(written, StringComparison.Ordinal))
            {
                _at += written.Length;
                var (value, kind) = Value();
                return meant is Comparer.Equal or Comparer.NotEqual || kind is FactKind.Number or FactKind.Day
                    ? new(fact, meant, value, kind)
                    : throw Wrong("a number or a day behind '" + written + "'");
            }

        return new(fact, Comparer.Holds, null, null);
    }

    private (string Text, FactKind Kind) Value()
    {
        Skip();
        if (_at < text.Length && Closing(text[_at]) is { } closing)
        {
            var end = text.IndexOf(closing, _at + 1);
            if (end < 0)
                throw Wrong("the closing quotation mark");
            var quoted = text[(_at + 1)..end];
            _at = end + 1;
            return (quoted, FactKind.Text);
        }

        var word = Word(IsOfValue);
        return word.Length == 0 ? throw Wrong("a value") : Value(word);
    }

    /// <summary>Whether that text may stand without quotation marks and is a word then, no number, day, yes or no.</summary>
    internal static bool IsWord(string text) => text.Length > 0 && text.All(IsOfValue) && Value(text).Kind is FactKind.Text;

    private static (string Text, FactKind Kind) Value(string word)
    {
        if (decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return (word, FactKind.Number);
        if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return (word, FactKind.Day);
        return word switch
        {
            "true" or "是" => ("true", FactKind.Flag),
            "false" or "否" => ("false", FactKind.Flag),
            _ => (word, FactKind.Text),
        };
    }

    private static bool IsOfValue(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '.' or '-' or '+';

    private static char? Closing(char opening) =>
        opening switch
        {
            '"' or '\'' => opening,
            '“' => '”',
            '‘' => '’',
            '「' => '」',
            _ => null,
        };

    private static bool IsOfPath(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-';

    private string Word(Func<char, bool> isOfIt)
    {
        var from = _at;
        while (_at < text.Length && isOfIt(text[_at]))
            _at++;
        return text[from.._at];
    }

    private bool Takes(char sign)
    {
        Skip();
        if (_at >= text.Length || text[_at] != sign)
            return false;
        _at++;
        return true;
    }

    // A word of letters must end there: "android" does not begin with "and".
    private bool Takes(string[] words)
    {
        Skip();
        foreach (var word in words)
        {
            var end = _at + word.Length;
            if (
                !text.AsSpan(_at).StartsWith(word, StringComparison.OrdinalIgnoreCase)
                || char.IsAscii(word[^1]) && end < text.Length && IsOfPath(text[end])
            )
                continue;
            _at = end;
            return true;
        }

        return false;
    }

    private void Skip()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
    }

    private ActivityFailure Wrong(string expected) =>
        new(
            "condition_does_not_parse",
            $"Expected {expected} at character {_at + 1}, but "
                + (_at < text.Length ? $"it goes on with '{text[_at..Math.Min(text.Length, _at + 20)]}'." : "it ends there.")
        );
}
