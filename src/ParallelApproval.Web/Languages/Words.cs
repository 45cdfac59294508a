using System.Globalization;
using System.Resources;

namespace ParallelApproval.Web.Languages;

/// <summary>The words of the pages, in <c>Words.resx</c> (English) and <c>Words.zh-CN.resx</c>.</summary>
internal static class Words
{
    private static readonly ResourceManager Texts = new("ParallelApproval.Web.Languages.Words", typeof(Words).Assembly);

    /// <summary>The word in the reader's language; the key itself when it has none, so that it is seen and mended.</summary>
    public static string Word(string key) => Texts.GetString(key, CultureInfo.CurrentUICulture) ?? key;

    /// <summary>The word, or null when there is none: for keys that came with the request.</summary>
    public static string? Find(string key) => Texts.GetString(key, CultureInfo.CurrentUICulture);

    /// <summary>A sentence with places <c>{0}</c>, <c>{1}</c> … filled; a day, an instant or a status is said in the reader's language.</summary>
    public static string Word(string key, params ReadOnlySpan<object?> values)
    {
        var told = new object?[values.Length];
        for (var at = 0; at < told.Length; at++)
            told[at] = values[at] is DateOnly or DateTimeOffset or Enum ? Facts.Tell(values[at]) : values[at];
        return string.Format(CultureInfo.InvariantCulture, Word(key), told);
    }

    public static IReadOnlyDictionary<string, string> All(CultureInfo culture) =>
        Texts
            .GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
}
