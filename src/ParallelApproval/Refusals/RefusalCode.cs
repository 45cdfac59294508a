using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace ParallelApproval.Refusals;

/// <summary>
/// The stable snake_case name of a kind of refusal (拒绝代码), by which programs decide, and its sentences: a key of <c>Refusals.resx</c>
/// (English) and <c>Refusals.zh-CN.resx</c>. There is one property for every key, written from the resource file at each build, and no
/// other way to make one.
/// </summary>
/// <example><c>branch_not_open</c> of the resource file is <c>RefusalCode.BranchNotOpen</c>.</example>
public sealed partial class RefusalCode
{
    private static readonly ResourceManager Sentences = new("ParallelApproval.Refusals.Refusals", typeof(RefusalCode).Assembly);

    private RefusalCode(string name) => Name = name;

    /// <summary>As clients of the API know it.</summary>
    public string Name { get; }

    /// <summary>All codes by name.</summary>
    public static FrozenDictionary<string, RefusalCode> All => Catalogue.ByName;

    /// <summary>The English sentence, its places not filled. Read once, since refusals are made on busy paths too.</summary>
    public string English => field ??= Sentence(CultureInfo.InvariantCulture);

    /// <summary>The sentence in one language, its places not filled.</summary>
    public string Sentence(CultureInfo language) => Sentences.GetString(Name, language)!;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The code of that name; for what the engine refuses, which knows no resource files.</summary>
    internal static RefusalCode Named(string name) => Catalogue.ByName[name];

    // Apart, so that it is filled after the codes themselves, wherever the compiler puts those.
    private static class Catalogue
    {
        public static readonly FrozenDictionary<string, RefusalCode> ByName = typeof(RefusalCode)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(code => code.PropertyType == typeof(RefusalCode))
            .Select(code => (RefusalCode)code.GetValue(null)!)
            .ToFrozenDictionary(code => code.Name, StringComparer.Ordinal);
    }
}
