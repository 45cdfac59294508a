using System.Globalization;
using System.Resources;
using ErrorOr;
using ParallelApproval.Refusals;

namespace ParallelApproval.Web.Problems;

/// <summary>
/// The sentences of all refusals by code, in <c>Refusals.resx</c> (English) and <c>Refusals.zh-CN.resx</c>. Places such as
/// <c>{case}</c> are filled from the facts of the refusal. A code without a text is answered with the sentence it was raised with.
/// </summary>
internal static class RefusalTexts
{
    private static readonly ResourceManager Texts = new("ParallelApproval.Web.Problems.Refusals", typeof(RefusalTexts).Assembly);

    public static string Sentence(Error error) =>
        Texts.GetString(error.Code, CultureInfo.CurrentUICulture) is { } sentence
            ? Refusal.Fill(sentence, (IReadOnlyDictionary<string, object?>?)error.Metadata ?? new Dictionary<string, object?>())
            : error.Description;

    /// <summary>The JSON path of the input at fault; empty when the refusal is not about an input.</summary>
    public static string Field(Error error) =>
        error.Metadata is { } facts && facts.TryGetValue(Refusal.FieldKey, out var field) ? field as string ?? "" : "";

    public static string Title(int status) =>
        Texts.GetString(string.Create(CultureInfo.InvariantCulture, $"status_{status}"), CultureInfo.CurrentUICulture) ?? "";

    /// <summary>All codes with their sentences in one language, places not filled.</summary>
    public static IReadOnlyDictionary<string, string> All(CultureInfo culture) =>
        Texts.GetResourceSet(culture, createIfNotExists: true, tryParents: true)!
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
}
