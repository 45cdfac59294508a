namespace ParallelApproval.Identities;

/// <summary>Personal data as it is shown (脱敏): enough to recognise, not enough to use.</summary>
public static class Masks
{
    /// <summary>What stands in place of anything of which nothing is shown.</summary>
    public const string Hidden = "***";

    /// <summary>First four and last four characters; shorter numbers are hidden whole.</summary>
    public static string Number(string number) =>
        number.Length > 8 ? number[..4] + new string('*', number.Length - 8) + number[^4..] : new string('*', number.Length);

    /// <summary>First three and last four digits.</summary>
    public static string? Phone(string? phone) =>
        phone is null ? null
        : phone.Length > 7 ? phone[..3] + new string('*', phone.Length - 7) + phone[^4..]
        : new string('*', phone.Length);

    /// <summary>张*; 欧阳**; the first character of any other name.</summary>
    public static string Name(string name)
    {
        var elements = new System.Globalization.StringInfo(name);
        var shown = elements.LengthInTextElements > 3 ? 2 : 1;
        return elements.LengthInTextElements <= 1
            ? "*"
            : elements.SubstringByTextElements(0, shown) + new string('*', elements.LengthInTextElements - shown);
    }
}
