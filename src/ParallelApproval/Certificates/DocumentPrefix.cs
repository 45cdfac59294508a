namespace ParallelApproval.Certificates;

/// <summary>
/// 机关代字: the word with which the document numbers of this district begin; setting <c>ParallelApproval:DocumentPrefix</c>.
/// </summary>
/// <param name="Word">1 to 8 characters, e.g. 莲审 in 莲审受〔2026〕00123号.</param>
public sealed record DocumentPrefix(string Word)
{
    private const int Longest = 8;

    /// <summary>That of the sample district.</summary>
    public static readonly DocumentPrefix Usual = new("莲审");

    /// <summary>Reads the setting.</summary>
    /// <exception cref="InvalidOperationException">It is too long, or holds something other than letters and digits.</exception>
    public static DocumentPrefix Of(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
            return Usual;
        var word = setting.Trim();
        return word.Length <= Longest && word.All(char.IsLetterOrDigit)
            ? new(word)
            : throw new InvalidOperationException(
                $"ParallelApproval:DocumentPrefix: expected 1 to {Longest} letters or digits, but it is \"{word}\"."
            );
    }
}
