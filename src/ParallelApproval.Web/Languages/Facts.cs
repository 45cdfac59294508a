using System.Globalization;

namespace ParallelApproval.Web.Languages;

/// <summary>
/// How a fact is said inside a sentence in the reader's language: the one place where a status, a day or an instant becomes text in a
/// refusal.
/// </summary>
internal static class Facts
{
    public static string Tell(object? fact) =>
        fact switch
        {
            null => "",
            Enum member => Name(member),
            DateOnly day => day.ToString(ReaderLanguage.IsEnglish ? "yyyy-MM-dd" : "yyyy年M月d日", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant
                .InShanghai()
                .ToString(ReaderLanguage.IsEnglish ? "yyyy-MM-dd HH:mm" : "yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture),
            DateTime at => at.ToString(ReaderLanguage.IsEnglish ? "yyyy-MM-dd HH:mm" : "yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
            object?[] list => string.Join(ReaderLanguage.IsEnglish ? ", " : "、", list.Select(Tell)),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => fact.ToString() ?? "",
        };

    // English words begin with a capital, as on a label; inside a sentence they do not.
    private static string Name(Enum member)
    {
        var word = Words.Word($"{member.GetType().Name}_{member}");
        return ReaderLanguage.IsEnglish && word is [_, >= 'a' and <= 'z' or ' ', ..] ? char.ToLowerInvariant(word[0]) + word[1..] : word;
    }
}
