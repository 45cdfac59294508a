using System.Text;

namespace ParallelApproval.Catalogue;

/// <summary>
/// The initials of Chinese text in pinyin (拼音首字母), as clerks type them to find an item: 餐饮服务许可 → <c>cyfwxk</c>. The 3,755
/// characters of level 1 of GB/T 2312-1980 stand there in the order of their pinyin, so the first character of each letter is all the
/// table it needs; what lies beyond is listed below as it comes up in the catalogue. Latin letters and digits stay as they are.
/// </summary>
internal static class PinyinInitials
{
    private const string Letters = "abcdefghjklmnopqrstwxyz";
    private const string FirstOfLetter = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝";

    // Characters of level 2, and words in which a character is not read as the standard sorts it.
    private static readonly (string Word, string Initials)[] Exceptions =
    [
        ("匾", "b"),
        ("银行", "yh"),
        ("行业", "hy"),
        ("会计", "kj"),
        ("重新", "cx"),
        ("校验", "jy"),
        ("供给", "gj"),
        ("给付", "jf"),
    ];

    private static readonly Encoding Gb2312 = CodePagesEncodingProvider.Instance.GetEncoding(936)!;
    private static readonly int[] Starts = [.. FirstOfLetter.Select(Code)];
    private static readonly int End = Code('座');

    public static string Of(string text)
    {
        var initials = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (Array.Find(Exceptions, e => string.CompareOrdinal(text, at, e.Word, 0, e.Word.Length) == 0) is { Word: { } word } exception)
            {
                initials.Append(exception.Initials);
                at += word.Length - 1;
            }
            else if (Initial(text[at]) is { } letter)
            {
                initials.Append(letter);
            }
        }

        return initials.ToString();
    }

    private static char? Initial(char c)
    {
        if (char.IsAsciiLetterOrDigit(c))
            return char.ToLowerInvariant(c);
        var code = Code(c);
        if (code < Starts[0] || code > End)
            return null;
        var at = Array.BinarySearch(Starts, code);
        return Letters[at >= 0 ? at : ~at - 1];
    }

    private static int Code(char c)
    {
        Span<byte> bytes = stackalloc byte[4];
        return Gb2312.GetBytes([c], bytes) == 2 ? (bytes[0] << 8) | bytes[1] : 0;
    }
}
