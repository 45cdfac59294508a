using System.Text.RegularExpressions;

namespace ParallelApproval.Catalogue;

/// <summary>
/// The legal basis as papers and guides print it (依据): the name of each law, regulation and rule in 《》, whether or not the catalogue has set them, and
/// 实施条例 with the law that it carries out.
/// </summary>
internal static partial class LawNames
{
    public static string Quoted(string? basis)
    {
        var law = "";
        return Name()
            .Replace(basis ?? "", found =>
            {
                var name = found.Groups["name"].Value;
                if (name.Length == 0)
                    return found.Value;
                // 地方规定 names no text that anybody could open.
                if (name.StartsWith("地方", StringComparison.Ordinal))
                    return found.Value;
                if (name.StartsWith("实施", StringComparison.Ordinal))
                    return law.Length == 0 ? found.Value : $"《{law}{name}》";
                if (name.EndsWith('法'))
                    law = name;
                return $"《{name}》";
            });
    }

    // A name ends where an article, a year, another name or the text begins or ends; what stands in 《》 already is left alone.
    [GeneratedRegex(
        @"《[^》]*》|(?<![\p{IsCJKUnifiedIdeographs}《])(?<name>\p{IsCJKUnifiedIdeographs}+?(?:法|条例|办法|规定|细则|规程))"
            + "(?=第|（|）|；|、|，|和|及|。|$)"
    )]
    private static partial Regex Name();
}
