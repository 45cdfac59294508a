using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace ParallelApproval.Appraisals;

/// <summary>A month that is appraised (考核月), written <c>2026-03</c>; its days are official days.</summary>
public readonly record struct AppraisalPeriod(int Year, int Month) : IComparable<AppraisalPeriod>
{
    /// <summary>As it is stored: 202603.</summary>
    public int Key => (Year * 100) + Month;

    public DateOnly FirstDay => new(Year, Month, 1);

    public DateOnly LastDay => FirstDay.AddMonths(1).AddDays(-1);

    /// <summary>The instant at which it begins.</summary>
    public DateTimeOffset From => FirstDay.At(TimeOnly.MinValue);

    /// <summary>The instant at which it is over.</summary>
    public DateTimeOffset To => FirstDay.AddMonths(1).At(TimeOnly.MinValue);

    [JsonIgnore]
    public AppraisalPeriod Next => Of(FirstDay.AddMonths(1));

    [JsonIgnore]
    public AppraisalPeriod Previous => Of(FirstDay.AddMonths(-1));

    public static AppraisalPeriod Of(DateOnly day) => new(day.Year, day.Month);

    public static AppraisalPeriod Of(int key) => new(key / 100, key % 100);

    public static bool TryParse([NotNullWhen(true)] string? text, out AppraisalPeriod period)
    {
        var isMonth =
            DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 2000 and <= 2100;
        period = isMonth ? Of(day) : default;
        return isMonth;
    }

    public override string ToString() => FirstDay.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public int CompareTo(AppraisalPeriod other) => Key.CompareTo(other.Key);
}
