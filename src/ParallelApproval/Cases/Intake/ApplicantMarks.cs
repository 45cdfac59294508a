using ParallelApproval.Database;

namespace ParallelApproval.Cases;

/// <summary>
/// By what an application is found although its applicant is encrypted (申请人检索摘要): the whole number and the whole telephone of
/// applicant and agent, their last four to eight characters, and the first four to eight of telephones. Nothing in the middle, and not the
/// beginning of a number: it says where and when somebody was born.
/// </summary>
internal static class ApplicantMarks
{
    /// <summary>The fewest characters that can be looked for.</summary>
    public const int Shortest = 4;

    private const int Longest = 8;
    private const string Number = "id-number";
    private const string Whole = "number";
    private const string Part = "part-of-number";

    /// <summary>The marks of one applicant.</summary>
    public static long[] Of(Applicant applicant, Vault vault)
    {
        // Nothing is left of who was erased, and a change of keys brings nothing back.
        if (applicant.IdNumber.Length == 0)
            return [];
        string?[] numbers = [applicant.IdNumber, applicant.Agent?.IdNumber];
        string?[] phones = [applicant.Phone, applicant.Agent?.Phone];
        var parts = numbers.OfType<string>().SelectMany(Ends).Concat(phones.OfType<string>().SelectMany(BothEnds));
        var wholes = numbers.Concat(phones).OfType<string>();
        return
        [
            .. parts
                .Distinct()
                .Select(part => vault.MarkOf(Part, part))
                .Concat(wholes.Select(whole => vault.MarkOf(Whole, whole)))
                .Append(vault.MarkOf(Number, applicant.IdNumber))
                .Distinct(),
        ];
    }

    /// <summary>The marks of those who apply under that number, and of nobody whose agent has it; one of them is enough.</summary>
    public static long[] OfNumber(string idNumber, Vault vault) => vault.MarksOf(Number, idNumber);

    /// <summary>The marks that what somebody looks for must have one of: a whole number or telephone, or a part of one.</summary>
    public static long[] Sought(string text, Vault vault) => text.Length > Longest ? vault.MarksOf(Whole, text) : vault.MarksOf(Part, text);

    private static IEnumerable<string> BothEnds(string phone)
    {
        for (var length = Shortest; length <= Longest && length <= phone.Length; length++)
        {
            yield return phone[^length..];
            yield return phone[..length];
        }
    }

    // People leave the check character out when they say the last digits.
    private static IEnumerable<string> Ends(string text)
    {
        string[] all = text.EndsWith('X') ? [text, text[..^1]] : [text];
        foreach (var said in all)
            for (var length = Shortest; length <= Longest && length <= said.Length; length++)
                yield return said[^length..];
    }
}
