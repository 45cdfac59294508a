using System.Diagnostics.CodeAnalysis;

namespace ParallelApproval.Web.Workbench;

/// <summary>Addresses that a page may send its reader to.</summary>
internal static class PageAddress
{
    /// <summary>Whether the address is a path of this site and nothing that a browser takes for another one.</summary>
    public static bool IsOurs([NotNullWhen(true)] string? address) =>
        address is ['/', ..] && !(address.Length > 1 && address[1] is '/' or '\\') && !address.Any(char.IsControl);
}
