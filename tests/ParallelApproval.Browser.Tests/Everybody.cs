using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ParallelApproval.Browser;

/// <summary>The eyes and hands of readers who are not all alike: light and dark, at a desk and on a phone.</summary>
internal static class Everybody
{
    private const int Desk = 1280;
    private const int Phone = 375;

    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    /// <summary>axe finds nothing on the page as it stands, and nothing is wider than the screen.</summary>
    public static async Task IsOpenToEverybodyAsync(this IPage page) => (await page.FaultsAsync()).ShouldBeEmpty();

    /// <summary>What keeps somebody out of the page as it stands, as far as a machine can tell (WCAG 2.2 AA).</summary>
    /// <param name="except">A rule of axe that does not apply here.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(this IPage page, string? except = null)
    {
        var options = new AxeRunOptions { RunOnly = new() { Type = "tag", Values = [.. Rules] } };
        if (except is not null) options.Rules = new() { [except] = new() { Enabled = false } };
        var faults = new List<string>();
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, Desk), (ColorScheme.Dark, Desk), (ColorScheme.Dark, Phone), (ColorScheme.Light, Phone) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 900);
            var found = await page.RunAxe(options);
            faults.AddRange(found.Violations.Select(fault => $"{scheme} {width} {fault.Id} × {fault.Nodes.Length}: {string.Join(" | ", fault.Nodes.Take(3).Select(node => node.Html))}"));
            var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (wide > width) faults.Add($"{scheme} {width}: {wide} px wide");
        }

        await page.SetViewportSizeAsync(Desk, 900);
        return faults;
    }
}
