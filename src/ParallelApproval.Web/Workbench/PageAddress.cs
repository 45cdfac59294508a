namespace ParallelApproval.Web.Workbench;

/// <summary>Addresses that a page may send its reader to.</summary>
internal static class PageAddress
{
    /// <summary>
    /// The address as it may stand in the header of an answer, when it is a path of this site and nothing that a browser takes for another
    /// one; null for anything else.
    /// </summary>
    public static string? Ours(string? address)
    {
        var isOurs = address is ['/', ..] && !(address.Length > 1 && address[1] is '/' or '\\') && !address.Any(char.IsControl);
        return isOurs && Database.PlainText.Is(address!) ? Escaped(address!) : null;
    }

    // A header holds ASCII only; what is escaped already stays.
    private static string Escaped(string address) =>
        string.Concat(address.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
