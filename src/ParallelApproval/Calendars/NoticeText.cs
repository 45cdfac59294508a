using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ParallelApproval.Calendars;

/// <summary>What was understood of a notice in words (通知识读).</summary>
/// <param name="Days">The notice as it would be entered; null when no day was found.</param>
/// <param name="Warnings">What does not fit its own words, sentence by sentence.</param>
public sealed record NoticeReading(CalendarYear? Days, IReadOnlyList<CalendarWarning> Warnings);

/// <summary>
/// Reads the sentences of a holiday notice as the State Council writes them (放假通知原文): 「元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。」 and
/// the forms of earlier years. It knows the words for off and for worked, spans and lists of days, and checks each weekday and each number
/// of days that is said. What it does not understand it says; it guesses nothing.
/// </summary>
public static partial class NoticeText
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int Longest = 20_000;

    private const string Weekdays = "日一二三四五六";

    private static readonly Dictionary<string, string> English = new(StringComparer.Ordinal)
    {
        ["元旦"] = "New Year's Day",
        ["春节"] = "Spring Festival",
        ["清明节"] = "Qingming Festival",
        ["劳动节"] = "Labour Day",
        ["端午节"] = "Dragon Boat Festival",
        ["中秋节"] = "Mid-Autumn Festival",
        ["国庆节"] = "National Day",
    };

    // Sentences that explain or wish, and order no day.
    private static readonly string[] Explaining = ["法定节假日", "鼓励", "公休日", "照常公休", "各地区", "节假日期间", "值班"];

    /// <param name="year">The year of the notice: dates without a year belong to it.</param>
    /// <param name="held">The year in force, for a notice that only lengthens one of its holidays; null when there is none.</param>
    public static NoticeReading Read(string text, int year, CalendarYear? held = null)
    {
        var reader = new Reader(year, held);
        var plain = Plain(text);
        foreach (var line in plain.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        foreach (var sentence in line.Split(['。', '；', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            reader.Hear(sentence);
        return reader.Told(Number().Match(plain) is { Success: true } number ? number.Value : null);
    }

    // Full-width digits and brackets are the same as half-width ones; white space inside a sentence means nothing.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
            if (letter is '\n' or '\r')
                plain.Append('\n');
            else if (!char.IsWhiteSpace(letter))
                plain.Append(
                    letter switch
                    {
                        >= '０' and <= '９' => (char)(letter - '０' + '0'),
                        '(' => '（',
                        ')' => '）',
                        ':' => '：',
                        ',' => '，',
                        '~' or '～' or '—' or '－' or '–' or '-' => '至',
                        _ => letter,
                    }
                );
        return plain.ToString().Replace("至至", "至", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"国办发(明电)?[〔\[［]\d{4}[〕\]］]\d+号")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?:[（(]?[一二三四五六七八九十]+[）)]?、?)?(?<name>[^，：0-9（]{2,16})：")]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?:(?<year>\d{4})年)?(?:(?<month>\d{1,2})月)?(?<day>\d{1,2})日(?:（(?<note>[^）]*)）)?")]
    private static partial Regex Day();

    [GeneratedRegex(@"(?:周|星期)(?<weekday>[一二三四五六日天])")]
    private static partial Regex Weekday();

    [GeneratedRegex(@"(?:共|放假|调休|休假)(?<count>\d{1,2})天")]
    private static partial Regex Count();

    [GeneratedRegex(@"延长(?:\d{4}年)?(?<name>[^0-9，]{2,8}?)(?:假期)?至")]
    private static partial Regex Lengthening();

    private sealed class Reader(int year, CalendarYear? held)
    {
        private readonly List<Holiday> _off = [];
        private readonly List<DateOnly> _worked = [];
        private readonly List<CalendarWarning> _warnings = [];
        private string _name = "放假";
        private int _month;
        private DateOnly? _issuedOn;

        public void Hear(string sentence)
        {
            var body = sentence;
            if (Heading().Match(sentence) is { Success: true } heading)
            {
                (_name, _month) = (NameOf(heading.Groups["name"].Value), 0);
                body = sentence[heading.Length..];
            }

            if (!Day().IsMatch(body) || body.StartsWith("鼓励", StringComparison.Ordinal))
                return;
            if (IsDateAlone(body, out var issued))
            {
                _issuedOn = issued;
                return;
            }

            var (before, waiting, said) = (_off.Count, new List<(DateOnly From, DateOnly To)>(), false);
            foreach (var clause in body.Split('，', StringSplitOptions.RemoveEmptyEntries))
                said |= Clause(clause, waiting, sentence);
            if (waiting.Count > 0 && !said)
                Warn(CalendarOddity.NotUnderstood, sentence, waiting[0].From);
            CheckCount(body, before, sentence);
        }

        public NoticeReading Told(string? number) =>
            new(
                _off.Count + _worked.Count == 0
                    ? null
                    : new CalendarYear
                    {
                        Year = year,
                        Status = CalendarYearStatus.Published,
                        Holidays = CalendarLayers.Spans(_off),
                        MakeUpDays = [.. _worked.Distinct().Order()],
                        NoticeNumber = number,
                        IssuedOn = _issuedOn,
                    },
                _warnings
            );

        // True when the clause has said what its days are, or that they are nothing to enter.
        private bool Clause(string clause, List<(DateOnly From, DateOnly To)> waiting, string sentence)
        {
            if (
                Explaining.Any(word => clause.Contains(word, StringComparison.Ordinal))
                || clause.StartsWith("其中", StringComparison.Ordinal)
            )
                return true;
            if (clause.Contains("起正常上班", StringComparison.Ordinal) || clause.Contains("起上班", StringComparison.Ordinal))
                return true;
            if (Lengthening().Match(clause) is { Success: true } longer)
                return Lengthen(clause[longer.Length..], NameOf(longer.Groups["name"].Value), sentence);
            waiting.AddRange(Spans(clause, sentence));
            if (clause.Contains("上班", StringComparison.Ordinal))
                _worked.AddRange(waiting.SelectMany(span => new Holiday("", "", span.From, span.To).Days()));
            else if (clause.Contains('休') || clause.Contains("放假", StringComparison.Ordinal))
                _off.AddRange(waiting.Select(span => new Holiday(_name, English.GetValueOrDefault(_name, "Holiday"), span.From, span.To)));
            else
                return false;
            waiting.Clear();
            return true;
        }

        private bool Lengthen(string until, string name, string sentence)
        {
            if (
                Spans(until, sentence) is not [var (_, last), ..]
                || held?.Holidays.LastOrDefault(holiday => holiday.Name.Contains(name, StringComparison.Ordinal)) is not { } holiday
            )
                return false;
            if (last <= holiday.To)
                Warn(CalendarOddity.Reversed, sentence, last);
            else
                _off.Add(holiday with { From = holiday.From, To = last });
            return true;
        }

        private List<(DateOnly From, DateOnly To)> Spans(string clause, string sentence)
        {
            var spans = new List<(DateOnly From, DateOnly To)>();
            var (end, isSpan) = (0, false);
            foreach (Match match in Day().Matches(clause))
            {
                isSpan = spans.Count > 0 && clause[end..match.Index] is "至" or "到";
                end = match.Index + match.Length;
                if (Date(match, isSpan ? spans[^1].From : null, sentence) is not { } day)
                    continue;
                if (!isSpan)
                    spans.Add((day, day));
                else if (day >= spans[^1].From)
                    spans[^1] = (spans[^1].From, day);
                else
                    Warn(CalendarOddity.Reversed, sentence, spans[^1].From);
            }

            return spans;
        }

        private DateOnly? Date(Match match, DateOnly? from, string sentence)
        {
            var month = match.Groups["month"] is { Success: true } said ? Parse(said.Value) : from?.Month ?? _month;
            var ofYear = match.Groups["year"] switch
            {
                { Success: true } written => Parse(written.Value),
                _ when from is { } start => start.Year + (month < start.Month && start.Month == 12 ? 1 : 0),
                _ => year - (month == 12 && _name == "元旦" ? 1 : 0),
            };
            var day = Parse(match.Groups["day"].Value);
            if (month is < 1 or > 12 || ofYear is < 1900 or > 2200 || day < 1 || day > DateTime.DaysInMonth(ofYear, month))
            {
                _warnings.Add(new(CalendarOddity.NoSuchDay, null, match.Value, sentence));
                return null;
            }

            _month = month;
            var date = new DateOnly(ofYear, month, day);
            if (Weekday().Match(match.Groups["note"].Value) is { Success: true } weekday)
            {
                var stated = Weekdays.IndexOf(weekday.Groups["weekday"].Value.Replace('天', '日'), StringComparison.Ordinal);
                if (stated != (int)date.DayOfWeek)
                    _warnings.Add(
                        new(CalendarOddity.WeekdayDiffers, date, $"周{Weekdays[stated]} ≠ 周{Weekdays[(int)date.DayOfWeek]}", sentence)
                    );
            }

            return date;
        }

        private void CheckCount(string body, int before, string sentence)
        {
            if (_off.Count == before || Count().Match(body) is not { Success: true } said)
                return;
            var found = _off.Skip(before).SelectMany(holiday => holiday.Days()).Distinct().Count();
            if (Parse(said.Groups["count"].Value) is var stated && stated != found)
                _warnings.Add(
                    new(
                        CalendarOddity.CountDiffers,
                        _off[before].From,
                        string.Create(CultureInfo.InvariantCulture, $"{stated} ≠ {found}"),
                        sentence
                    )
                );
        }

        private static bool IsDateAlone(string body, out DateOnly date)
        {
            date = default;
            return Day().Match(body) is { Success: true } alone
                && alone.Length == body.Length
                && alone.Groups["year"].Success
                && alone.Groups["month"].Success
                && DateOnly.TryParseExact(body, "yyyy年M月d日", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
        }

        private static string NameOf(string said) =>
            English.Keys.FirstOrDefault(name => said == name || said + "节" == name) ?? (said.Contains('、') ? said : Known(said));

        private static string Known(string said) =>
            English.Keys.FirstOrDefault(name => said.EndsWith(name, StringComparison.Ordinal)) ?? said;

        private void Warn(CalendarOddity kind, string sentence, DateOnly? day) => _warnings.Add(new(kind, day, null, sentence));

        private static int Parse(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
    }
}
