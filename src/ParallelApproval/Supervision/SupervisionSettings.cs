using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// The values by which supervision works (监察参数): those of the domain book, unless the installation sets others under
/// <c>ParallelApproval:Supervision</c>. They are read once at start; what is unknown or out of range stops the start and is named.
/// </summary>
public sealed class SupervisionSettings
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "ParallelApproval:Supervision";

    private readonly Dictionary<string, PointSettings> _points = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);

    private static readonly Threshold[] General =
    [
        new(nameof(YellowDays), 1, 1, 30, new("黄牌说明期限（工作日）", "Working days to answer a yellow card")),
        new(nameof(RedDays), 2, 1, 30, new("红牌说明期限（工作日）", "Working days to answer a red card")),
        new(nameof(YellowPoints), 5, 0, 100, new("黄牌扣分", "Points of a yellow card")),
        new(nameof(RedPoints), 10, 0, 100, new("红牌扣分", "Points of a red card")),
        new(nameof(AppealDays), 3, 1, 30, new("申诉期限（工作日）", "Working days to appeal")),
        new(nameof(ReceiptHours), 4, 1, 40, new("督办单签收期限（办公小时）", "Office hours to sign for an order")),
        new(nameof(OrderDays), 5, 1, 60, new("督办单办理期限（工作日）", "Working days of an order")),
        new(nameof(UrgentOrderDays), 2, 1, 60, new("红牌督办单办理期限（工作日）", "Working days of an order that comes from a card")),
    ];

    private SupervisionSettings() { }

    public int YellowDays => _values[nameof(YellowDays)];

    public int RedDays => _values[nameof(RedDays)];

    public int YellowPoints => _values[nameof(YellowPoints)];

    public int RedPoints => _values[nameof(RedPoints)];

    public int AppealDays => _values[nameof(AppealDays)];

    public int ReceiptHours => _values[nameof(ReceiptHours)];

    public int OrderDays => _values[nameof(OrderDays)];

    public int UrgentOrderDays => _values[nameof(UrgentOrderDays)];

    /// <summary>The values of a point.</summary>
    public PointSettings Of(string point) => _points[point];

    /// <summary>Working days for the answer to a card of that colour; null for blue.</summary>
    public int? AnswerDays(string point, CardColour colour) =>
        colour is CardColour.Blue
            ? null
            : (_points.GetValueOrDefault(point)?.AnswerDays ?? (colour is CardColour.Yellow ? YellowDays : RedDays));

    /// <summary>Points of a card of that colour.</summary>
    public int Points(CardColour colour) =>
        colour switch
        {
            CardColour.Red => RedPoints,
            CardColour.Yellow => YellowPoints,
            _ => 0,
        };

    /// <summary>Every value by which supervision works here, under its key.</summary>
    public IEnumerable<(string Key, string Value)> InForce()
    {
        foreach (var (name, value) in _values)
            yield return ($"{Section}:{name}", value.ToString(CultureInfo.InvariantCulture));
        foreach (var (point, settings) in _points.OrderBy(point => point.Key, StringComparer.Ordinal))
        foreach (var (name, value) in settings.InForce())
            yield return ($"{Section}:Points:{point}:{name}", value);
    }

    /// <summary>Reads and checks the section; null for the values with which the product comes.</summary>
    /// <exception cref="InvalidOperationException">A key is unknown or a value out of range; the message names each.</exception>
    public static SupervisionSettings Read(IConfiguration? configuration, IEnumerable<PointRule> rules)
    {
        var faults = new List<string>();
        var settings = Read(configuration, rules, faults);
        return faults.Count == 0
            ? settings
            : throw new InvalidOperationException("The settings of supervision are wrong. " + string.Join(' ', faults));
    }

    /// <summary>What is wrong with the section, one sentence each; empty when all is well.</summary>
    public static IReadOnlyList<string> FaultsIn(IConfiguration configuration)
    {
        var faults = new List<string>();
        Read(configuration, Rules(), faults);
        return faults;
    }

    /// <summary>Every value that may be set: its key, what it may be, what it comes with.</summary>
    public static IEnumerable<(string Key, string Takes, string? Default, Wording Meaning)> Known()
    {
        foreach (var value in General)
            yield return Line(Section, value);
        foreach (var rule in Rules())
        {
            var at = $"{Section}:Points:{rule.Id}";
            var english = $"{rule.Name.English}: ";
            yield return (at + ":On", "true or false", "true", new($"{rule.Name.Chinese}：是否启用", english + "whether it is asked"));
            yield return (
                at + ":Colour",
                OneOf<CardColour>(),
                rule.Colour.ToString(),
                new($"{rule.Name.Chinese}：颜色", english + "colour of its cards")
            );
            yield return (
                at + ":Answers",
                OneOf<Answerer>(),
                rule.Answers.ToString(),
                new($"{rule.Name.Chinese}：说明人", english + "who must answer")
            );
            yield return (
                at + ":AnswerDays",
                Whole(DaysOfPoint),
                null,
                new($"{rule.Name.Chinese}：说明期限（工作日）", english + "working days to answer; those of the colour unless set")
            );
            foreach (var threshold in rule.Thresholds)
                yield return Line(at, threshold);
        }
    }

    internal static readonly Threshold DaysOfPoint = new("AnswerDays", 1, 1, 30, new("", ""));

    private static (string, string, string?, Wording) Line(string at, Threshold value) =>
        ($"{at}:{value.Name}", Whole(value), value.Default.ToString(CultureInfo.InvariantCulture), value.Meaning);

    private static string Whole(Threshold value) => FormattableString.Invariant($"a whole number from {value.Least} to {value.Most}");

    private static string OneOf<T>()
        where T : struct, Enum => "one of " + string.Join(", ", Enum.GetNames<T>());

    // The rules by themselves, before there is a house.
    private static List<PointRule> Rules()
    {
        using var points = new ServiceCollection().AddSingleton<OfficerRegister>().AddPoints().BuildServiceProvider();
        return [.. points.GetServices<MonitorPoint>().Select(point => point.Rule).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
    }

    private static SupervisionSettings Read(IConfiguration? configuration, IEnumerable<PointRule> rules, List<string> faults)
    {
        var (settings, section) = (new SupervisionSettings(), configuration?.GetSection(Section));
        foreach (var value in General)
            settings._values[value.Name] = Number(section, value, faults);
        var known = rules.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        foreach (var rule in known.Values)
            settings._points[rule.Id] = PointSettings.Read(section?.GetSection("Points:" + rule.Id), rule, faults);
        CheckNames(section, [.. General.Select(value => value.Name), "Points"], faults);
        CheckNames(section?.GetSection("Points"), known.Keys, faults);
        return settings;
    }

    internal static int Number(IConfiguration? section, Threshold value, List<string> faults)
    {
        if (section?[value.Name] is not { } text)
            return value.Default;
        if (
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= value.Least
            && number <= value.Most
        )
            return number;
        faults.Add(
            FormattableString.Invariant($"Expected {Path(section, value.Name)} from {value.Least} to {value.Most}, but it is \"{text}\".")
        );
        return value.Default;
    }

    internal static void CheckNames(IConfiguration? section, IEnumerable<string> known, List<string> faults)
    {
        var names = known.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var child in section?.GetChildren() ?? [])
            if (!names.Contains(child.Key))
                faults.Add($"Expected {child.Path} to be one of {string.Join(", ", names)}, but there is no such setting.");
    }

    internal static string Path(IConfiguration section, string name) =>
        section is IConfigurationSection { Path: { } path } ? path + ":" + name : name;
}

/// <summary>The values of one point in this installation.</summary>
public sealed class PointSettings
{
    private readonly Dictionary<string, int> _thresholds = new(StringComparer.Ordinal);

    /// <summary>False: the point is switched off.</summary>
    public required bool IsOn { get; init; }

    public required CardColour Colour { get; init; }

    public required Answerer Answers { get; init; }

    /// <summary>Working days for the answer; null for those of the colour.</summary>
    public int? AnswerDays { get; init; }

    /// <summary>A threshold of the rule.</summary>
    public int this[string name] => _thresholds[name];

    internal IEnumerable<(string Name, string Value)> InForce()
    {
        yield return ("On", IsOn ? "true" : "false");
        yield return ("Colour", Colour.ToString());
        yield return ("Answers", Answers.ToString());
        if (AnswerDays is { } days)
            yield return ("AnswerDays", days.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in _thresholds)
            yield return (name, value.ToString(CultureInfo.InvariantCulture));
    }

    internal static PointSettings Read(IConfiguration? section, PointRule rule, List<string> faults)
    {
        var settings = new PointSettings
        {
            IsOn = Choice(section, "On", true, bool.TryParse, faults),
            Colour = Choice<CardColour>(section, "Colour", rule.Colour, Named, faults),
            Answers = Choice<Answerer>(section, "Answers", rule.Answers, Named, faults),
            AnswerDays = section?["AnswerDays"] is null
                ? null
                : SupervisionSettings.Number(section, SupervisionSettings.DaysOfPoint, faults),
        };
        foreach (var threshold in rule.Thresholds)
            settings._thresholds[threshold.Name] = SupervisionSettings.Number(section, threshold, faults);
        SupervisionSettings.CheckNames(
            section,
            ["On", "Colour", "Answers", "AnswerDays", .. rule.Thresholds.Select(threshold => threshold.Name)],
            faults
        );
        return settings;
    }

    private delegate bool Reading<T>(string text, out T value);

    private static bool Named<T>(string text, out T value)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && !int.TryParse(text, out _);

    private static T Choice<T>(IConfiguration? section, string name, T usual, Reading<T> read, List<string> faults)
    {
        if (section?[name] is not { } text)
            return usual;
        if (read(text, out var value))
            return value;
        var choices = typeof(T).IsEnum ? string.Join(", ", Enum.GetNames(typeof(T))) : "true, false";
        faults.Add($"Expected {SupervisionSettings.Path(section, name)} to be one of {choices}, but it is \"{text}\".");
        return usual;
    }
}
