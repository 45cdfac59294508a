using System.Globalization;
using System.Text;
using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Refusals;

namespace ParallelApproval.Imports;

/// <summary>
/// What stands in the cells of a column (单元格内容): how it is read, whatever the spreadsheet made of it, and how it is written, so that what
/// was written is read again as the same. Digits of full width count as digits, but in running text.
/// </summary>
public sealed class Cell
{
    // A spreadsheet keeps 15 digits of a number; what stands behind them is lost.
    private const double MostExact = 1e15;

    private static readonly string[] Days =
    [
        "yyyy-M-d",
        "yyyy/M/d",
        "yyyy.M.d",
        "yyyy年M月d日",
        "yyyyMMdd",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy/M/d H:mm:ss",
    ];

    private static readonly string[] Immediately = ["即办", "即办件", "即时办结", "当场办结", "当场", "当日办结", "当日"];

    private static readonly string[] Units = ["个工作日", "(工作日)", "(个工作日)", "工作日"];

    private static readonly char[] Commas = [',', '，', '、', ';', '；', '\n'];

    private readonly Func<object, string, ErrorOr<object?>> _read;
    private readonly Func<object, string> _write;

    private Cell(string word, Func<object, string, ErrorOr<object?>> read, Func<object, string> write) =>
        (Word, _read, _write) = (word, read, write);

    /// <summary>Name of what is wanted here, for the notes beside a template.</summary>
    public string Word { get; }

    /// <summary>What may be chosen, as (stored, Chinese); empty where nothing is chosen from.</summary>
    public IReadOnlyList<(string Name, string Chinese)> Choices { get; private init; } = [];

    /// <summary>Words that say that there is nothing, as an empty cell does.</summary>
    private IReadOnlyList<string> Nothings { get; init; } = [];

    /// <summary>Running text, as it was typed.</summary>
    public static Cell Text { get; } = new("text", (value, place) => TextOf(value, place).Then(text => (object?)text), Said);

    /// <summary>A code, number or name of an account: half width.</summary>
    public static Cell Code { get; } = new("code", (value, place) => TextOf(value, place).Then(text => (object?)Narrow(text)), Said);

    /// <summary>A day in Asia/Shanghai.</summary>
    public static Cell Day { get; } =
        new(
            "day",
            (value, place) =>
                value is DateTime day ? DateOnly.FromDateTime(day)
                : value is string text
                && DateOnly.TryParseExact(Narrow(text), Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
                    ? read
                : Refusal.Input(place, RefusalCode.CellNotADay, ("text", Shown(value))),
            value => ((DateOnly)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        );

    /// <summary>A whole number.</summary>
    public static Cell Number { get; } =
        new(
            "number",
            (value, place) =>
                Decimal(value) is { } number && number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue
                    ? (int)number
                    : Refusal.Input(place, RefusalCode.CellNotANumber, ("text", Shown(value))),
            value => ((int)value).ToString(CultureInfo.InvariantCulture)
        );

    /// <summary>
    /// 办结时限: working days, as lists are published: a number, with 个工作日 behind it or without; 即办 for none. Calendar days are refused, for
    /// nobody can say how many working days they are.
    /// </summary>
    public static Cell WorkingDays { get; } =
        new(
            "workingDays",
            (value, place) =>
            {
                if (value is not string text)
                    return Number!.Read(value, place);
                var said = Narrow(text).Replace(" ", "", StringComparison.Ordinal);
                if (Immediately.Contains(said))
                    return 0;
                var counted = Units.FirstOrDefault(unit => said.EndsWith(unit, StringComparison.Ordinal)) is { } working
                    ? said[..^working.Length]
                    : said;
                return counted.EndsWith('日') || counted.EndsWith('天') || counted.EndsWith('月') || counted.EndsWith('年')
                    ? Refusal.Input(place, RefusalCode.CellNotWorkingDays, ("text", text))
                    : Number!.Read(counted, place);
            },
            value => ((int)value).ToString(CultureInfo.InvariantCulture)
        )
        {
            Nothings = ["无", "无法定时限", "无法定办结时限", "不限", "/", "-", "—", "--"],
        };

    /// <summary>In what a time limit is counted: working days, and nothing else.</summary>
    public static Cell WorkingDayUnit { get; } =
        new(
            "workingDayUnit",
            (value, place) =>
                Narrow(Shown(value)) is "工作日" or "个工作日"
                    ? "工作日"
                    : Refusal.Input(place, RefusalCode.CellNotWorkingDays, ("text", Shown(value))),
            Said
        );

    /// <summary>An amount in yuan (CNY).</summary>
    public static Cell Amount { get; } =
        new(
            "amount",
            (value, place) =>
                Decimal(value) is { } amount ? amount : Refusal.Input(place, RefusalCode.CellNotANumber, ("text", Shown(value))),
            value => ((decimal)value).ToString("0.####", CultureInfo.InvariantCulture)
        );

    /// <summary>是 or 否.</summary>
    public static Cell Flag { get; } =
        new(
            "flag",
            (value, place) =>
                value is bool flag
                    ? flag
                    : Narrow(Shown(value)).ToLowerInvariant() switch
                    {
                        "是" or "yes" or "y" or "true" or "1" or "√" => true,
                        "否" or "no" or "n" or "false" or "0" => false,
                        _ => Refusal.Input(place, RefusalCode.CellNotAFlag, ("text", Shown(value))),
                    },
            value => (bool)value ? "是" : "否"
        );

    /// <summary>Several codes with commas between them.</summary>
    public static Cell List { get; } =
        new(
            "list",
            (value, place) => TextOf(value, place).Then(text => (object?)Parts(Narrow(text))),
            value => string.Join('、', (string[])value)
        );

    /// <summary>Several whole numbers with commas between them.</summary>
    public static Cell Numbers { get; } =
        new(
            "numbers",
            (value, place) =>
            {
                var parts = Parts(Narrow(Shown(value)));
                return Array.Exists(parts, part => !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                    ? Refusal.Input(place, RefusalCode.CellNotANumber, ("text", Shown(value)))
                    : (int[])[.. parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            },
            value => string.Join('、', ((int[])value).Select(one => one.ToString(CultureInfo.InvariantCulture)))
        );

    /// <summary>Numbers of the branches that come first, with <c>~</c> before one that the branch may sign without.</summary>
    public static Cell Dependencies { get; } =
        new(
            "dependencies",
            (value, place) =>
            {
                var parts = Parts(Narrow(Shown(value)));
                return Array.Exists(parts, part =>
                    !int.TryParse(part.TrimStart('~'), NumberStyles.None, CultureInfo.InvariantCulture, out _)
                )
                    ? Refusal.Input(place, RefusalCode.CellNotANumber, ("text", Shown(value)))
                    : (BranchDependency[])[.. parts.Select(Dependency)];
            },
            value =>
                string.Join(
                    '、',
                    ((BranchDependency[])value).Select(first =>
                        (first.Kind is DependencyKind.Soft ? "~" : "") + first.Branch.ToString(CultureInfo.InvariantCulture)
                    )
                )
        );

    /// <summary>One of several things, by its Chinese word or by its name in the API.</summary>
    public static Cell Choice<T>(params (T Value, string Chinese)[] choices)
        where T : struct, Enum =>
        new(
            "choice",
            (value, place) =>
                Find(choices, Shown(value)) is { } found ? found : NotOneOf(place, Shown(value), choices.Select(choice => choice.Chinese)),
            value => choices.First(choice => choice.Value.Equals((T)value)).Chinese
        )
        {
            Choices = [.. choices.Select(choice => (choice.Value.ToString(), choice.Chinese))],
        };

    /// <summary>Several of several things, with commas between them.</summary>
    public static Cell Several<T>(params (T Value, string Chinese)[] choices)
        where T : struct, Enum =>
        new(
            "choices",
            (value, place) =>
            {
                var parts = Parts(Shown(value));
                return Array.Find(parts, part => Find(choices, part) is null) is { } unknown
                    ? NotOneOf(place, unknown, choices.Select(choice => choice.Chinese))
                    : (T[])[.. parts.Select(part => Find(choices, part)!.Value).Distinct().Order()];
            },
            value => string.Join('、', ((T[])value).Select(one => choices.First(choice => choice.Value.Equals(one)).Chinese))
        )
        {
            Choices = [.. choices.Select(choice => (choice.Value.ToString(), choice.Chinese))],
        };

    /// <summary>The value of a cell that holds something, or why it is none.</summary>
    /// <param name="place">Sheet and address of the cell.</param>
    public ErrorOr<object?> Read(object value, string place) => _read(value, place);

    /// <summary>The text that is read again as this value; empty for none.</summary>
    public string Write(object? value) => value is null ? "" : _write(value);

    /// <summary>Whether the words in the cell say that there is nothing.</summary>
    public bool SaysNothing(object value) => value is string text && Nothings.Contains(Narrow(text));

    /// <summary>Whether nothing stands in the cell.</summary>
    public static bool IsBlank(object? value) => value is null || (value is string text && string.IsNullOrWhiteSpace(text));

    private static BranchDependency Dependency(string part) =>
        new(int.Parse(part.TrimStart('~'), CultureInfo.InvariantCulture), part[0] == '~' ? DependencyKind.Soft : DependencyKind.Hard);

    private static T? Find<T>((T Value, string Chinese)[] choices, string text)
        where T : struct, Enum
    {
        var wanted = Narrow(text);
        foreach (var (value, chinese) in choices)
            if (
                chinese == wanted
                || Narrow(chinese) == wanted
                || string.Equals(value.ToString(), wanted, StringComparison.OrdinalIgnoreCase)
            )
                return value;
        return null;
    }

    private static Error NotOneOf(string place, string text, IEnumerable<string> choices) =>
        Refusal.Input(place, RefusalCode.CellNotAChoice, ("choices", string.Join("、", choices)), ("text", text));

    private static ErrorOr<string> TextOf(object value, string place) =>
        value switch
        {
            // An apostrophe that keeps a text from being taken for a formula is none of it.
            string text => Lines(text) is ['\'', '=' or '+' or '-' or '@', ..] kept ? kept[1..] : Lines(text),
            double number when Math.Abs(number) >= MostExact || !double.IsFinite(number) => Refusal.Input(
                place,
                RefusalCode.CellNumberDamaged,
                ("text", Shown(value))
            ),
            DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => Shown(value),
        };

    private static decimal? Decimal(object value) =>
        value switch
        {
            double number => Math.Abs(number) < MostExact ? (decimal)number : null,
            string text => decimal.TryParse(
                Narrow(text),
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var read
            )
                ? read
                : null,
            IConvertible number and not bool and not DateTime => number.ToDecimal(CultureInfo.InvariantCulture),
            _ => null,
        };

    private static string[] Parts(string text) =>
        text.Split(Commas, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Half of a pair of surrogates cannot be normalised; the validators refuse it by its own name.
    private static string Narrow(string text) => PlainText.Is(text) ? text.Normalize(NormalizationForm.FormKC).Trim() : text.Trim();

    private static string Said(object value) => Lines((string)value);

    // A spreadsheet ends lines in its own way.
    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    private static string Shown(object value) =>
        value is IFormattable shown ? shown.ToString(null, CultureInfo.InvariantCulture) : value.ToString() ?? "";
}
