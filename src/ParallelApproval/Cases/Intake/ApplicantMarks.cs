using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// By what an application is found although its applicant is encrypted (申请人检索摘要): the whole number and the whole telephone of
/// applicant and agent, and their last four to eight characters. Nothing in the middle and nothing from the front: it would tell too much.
/// </summary>
internal static class ApplicantMarks
{
    /// <summary>The fewest characters of an end that can be looked for.</summary>
    public const int Shortest = 4;

    private const int Longest = 8;
    private const string Number = "id-number";
    private const string Whole = "number";
    private const string End = "end-of-number";

    /// <summary>The marks of one applicant.</summary>
    public static long[] Of(Applicant applicant, Vault vault)
    {
        string?[] all = [applicant.IdNumber, applicant.Phone, applicant.Agent?.IdNumber, applicant.Agent?.Phone];
        return
        [
            .. all.OfType<string>()
                .SelectMany(text => Ends(text).Select(end => vault.MarkOf(End, end)).Append(vault.MarkOf(Whole, text)))
                .Append(OfNumber(applicant.IdNumber, vault))
                .Distinct(),
        ];
    }

    /// <summary>The mark of those who apply under that number, and of nobody whose agent has it.</summary>
    public static long OfNumber(string idNumber, Vault vault) => vault.MarkOf(Number, idNumber);

    /// <summary>The mark that what somebody looks for must have: a whole number or telephone, or the end of one.</summary>
    public static long Sought(string text, Vault vault) => text.Length > Longest ? vault.MarkOf(Whole, text) : vault.MarkOf(End, text);

    // People leave the check character out when they say the last digits.
    private static IEnumerable<string> Ends(string text)
    {
        string[] all = text.EndsWith('X') ? [text, text[..^1]] : [text];
        foreach (var said in all)
            for (var length = Shortest; length <= Longest && length <= said.Length; length++)
                yield return said[^length..];
    }
}
