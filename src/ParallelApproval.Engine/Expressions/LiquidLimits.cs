using System.Collections;
using System.Globalization;
using System.Text;
using DotLiquid;

namespace ParallelApproval.Engine;

/// <summary>
/// Liquid's own filters that make something longer or more, with an end. Each by itself makes a text at most some times as long; put one
/// behind another they double, and forty doublings fill the machine. Nothing that is longer than a result may be goes into one or comes
/// out of one that puts texts together.
/// </summary>
internal static class LiquidLimits
{
    /// <summary>How many elements a list may have that a filter works on.</summary>
    public const int MaxElements = 65_536;

    /// <summary>
    /// What compares two values, and what writes a list as it stands, with an end as well: DotLiquid makes <c>(1..2000000000)</c> as long
    /// as it says.
    /// </summary>
    internal static void Impose()
    {
        foreach (var (name, compare) in DotLiquid.Condition.Operators.ToList())
            DotLiquid.Condition.Operators[name] = (left, right) => compare(FewOf(left), FewOf(right));
        // A text is a list of characters to the second; the first lets it be a text.
        Template.RegisterValueTypeTransformer(typeof(string), text => text);
        Template.RegisterValueTypeTransformer(typeof(IEnumerable), list => Written((IEnumerable)list));
    }

    /// <summary>A text put behind another.</summary>
    public static string Append(string? input, string? other) => Together(input, other);

    /// <summary>A text put before another.</summary>
    public static string Prepend(string? input, string? other) => Together(other, input);

    public static object? Plus(Context context, object? input, object? other)
    {
        if (input is string first && other is string second)
            Demand((long)first.Length + second.Length);
        return StandardFilters.Plus(context, input, other);
    }

    /// <summary>Of a text, so many of it.</summary>
    public static object? Times(Context context, object? input, object? other)
    {
        if (input is string text && other is int or long or decimal or double or string)
            Demand(decimal.TryParse(other.ToString(), out var times) ? (long)Math.Min(times * Math.Max(text.Length, 1), long.MaxValue) : 0);
        return StandardFilters.Times(context, input, other);
    }

    public static string? Join(IEnumerable? input, string? between = " ")
    {
        if (input is null)
            return null;
        var length = 0L;
        foreach (var element in input)
        {
            length += ((element as string)?.Length ?? 1) + (between?.Length ?? 0);
            Demand(length);
        }

        return StandardFilters.Join(input, between);
    }

    public static string? Replace(Context context, string? input, string? what, string? with = "")
    {
        if (input is not null && !string.IsNullOrEmpty(what) && with is not null && with.Length > what.Length)
            Demand(input.Length + ((long)(with.Length - what.Length) * (input.Length / what.Length)), () => Count(input, what, with));
        return StandardFilters.Replace(context, Text(input), what, with);
    }

    public static string? ReplaceFirst(Context context, string? input, string? what, string? with = "")
    {
        Demand((long)(input?.Length ?? 0) + (with?.Length ?? 0));
        return StandardFilters.ReplaceFirst(context, input, what, with);
    }

    public static string? UrlEncode(string? input) => StandardFilters.UrlEncode(Text(input));

    public static string? Escape(string? input) => StandardFilters.Escape(Text(input));

    public static string? EscapeOnce(string? input) => StandardFilters.EscapeOnce(Text(input));

    public static string? H(string? input) => StandardFilters.H(Text(input));

    public static string? NewlineToBr(string? input) => StandardFilters.NewlineToBr(Text(input));

    public static string? Base64Encode(string? input) => StandardFilters.Base64Encode(Text(input));

    public static string? Base64UrlSafeEncode(string? input) => StandardFilters.Base64UrlSafeEncode(Text(input));

    public static string[]? Split(string? input, string? at) => StandardFilters.Split(Text(input), at);

    public static IEnumerable? Concat(IEnumerable? input, IEnumerable? other) => Few(StandardFilters.Concat(Few(input), Few(other)));

    public static IEnumerable? Sort(Context context, object? input, string? by = null) => StandardFilters.Sort(context, FewOf(input), by);

    public static IEnumerable? SortNatural(object? input, string? by = null) => StandardFilters.SortNatural(FewOf(input), by);

    public static IEnumerable? Map(IEnumerable? input, string? member) => StandardFilters.Map(Few(input), member);

    public static IEnumerable? Uniq(object? input) => StandardFilters.Uniq(FewOf(input));

    public static IEnumerable? Compact(object? input) => StandardFilters.Compact(FewOf(input));

    public static IEnumerable? Where(IEnumerable? input, string? member, object? value = null) =>
        StandardFilters.Where(Few(input), member, value);

    public static IEnumerable? Reverse(IEnumerable? input) => StandardFilters.Reverse(Few(input));

    public static object? First(IEnumerable? input) => StandardFilters.First(input);

    public static object? Last(IEnumerable? input) => StandardFilters.Last(Few(input));

    public static int Size(object? input) => StandardFilters.Size(FewOf(input));

    /// <summary>A text that may go into a filter.</summary>
    internal static string? Text(string? input)
    {
        Demand(input?.Length ?? 0);
        return input;
    }

    // A decimal without the noughts of its precision, as DotLiquid writes one that stands alone.
    private static string Written(IEnumerable list)
    {
        var text = new StringBuilder();
        foreach (var element in list)
        {
            text.Append(
                element switch
                {
                    decimal number => number.ToString("0.#############################", CultureInfo.InvariantCulture),
                    IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
                    _ => element?.ToString(),
                }
            );
            Demand(text.Length);
        }

        return text.ToString();
    }

    private static string Together(string? first, string? second)
    {
        Demand((long)(first?.Length ?? 0) + (second?.Length ?? 0));
        return first + second;
    }

    private static long Count(string input, string what, string with)
    {
        var length = (long)input.Length;
        for (var at = 0; (at = input.IndexOf(what, at, StringComparison.Ordinal)) >= 0; at += what.Length)
            length += with.Length - what.Length;
        return length;
    }

    // The first is quick and too high; where it is beyond the end, the second is right.
    private static void Demand(long atMost, Func<long> really)
    {
        if (atMost > Liquid.MaxResult)
            Demand(really());
    }

    private static void Demand(long length)
    {
        if (length > Liquid.MaxResult)
            throw new InvalidOperationException($"Expected at most {Liquid.MaxResult} characters, but the template puts more together.");
    }

    /// <summary>A value that may go into a filter or a comparison: a list in it is not endless.</summary>
    internal static object? FewOf(object? input) => input is IEnumerable list and not string and not IDictionary ? Few(list) : input;

    private static IEnumerable? Few(IEnumerable? input)
    {
        if (input is null or string or ICollection { Count: <= MaxElements })
            return input;
        var few = new List<object?>();
        foreach (var element in input)
            if (few.Count < MaxElements)
                few.Add(element);
            else
                throw new InvalidOperationException(
                    $"Expected a list of at most {MaxElements} elements, but the template makes a longer one."
                );
        return few;
    }
}
