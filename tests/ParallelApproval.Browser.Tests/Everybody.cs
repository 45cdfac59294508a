using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ParallelApproval.Browser;

/// <summary>The eyes and hands of readers who are not all alike: light and dark, at a desk and on a phone.</summary>
internal static class Everybody
{
    private const int Desk = 1280;
    private const int Phone = 375;

    private const string Contrast = "color-contrast";

    // Colours alone change with the scheme, and everything else with the width. PARALLELAPPROVAL_LONG=1 looks for everything four ways.
    private static readonly (ColorScheme Scheme, int Width, Aspect Aspect)[] Readings = Environment.GetEnvironmentVariable(
        "PARALLELAPPROVAL_LONG"
    )
        is "1"
        ?
        [
            (ColorScheme.Light, Desk, Aspect.All),
            (ColorScheme.Dark, Desk, Aspect.All),
            (ColorScheme.Dark, Phone, Aspect.All),
            (ColorScheme.Light, Phone, Aspect.All),
        ]
        : [(ColorScheme.Light, Desk, Aspect.All), (ColorScheme.Dark, Desk, Aspect.Colours), (ColorScheme.Light, Phone, Aspect.Shapes)];

    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    /// <summary>axe finds nothing on the page as it stands, and nothing is wider than the screen.</summary>
    public static async Task IsOpenToEverybodyAsync(this IPage page) => (await page.FaultsAsync()).ShouldBeEmpty();

    /// <summary>What keeps somebody out of the page as it stands, as far as a machine can tell (WCAG 2.2 AA).</summary>
    /// <param name="except">A rule of axe that does not apply here.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(this IPage page, string? except = null)
    {
        var faults = new List<string>();
        foreach (var (scheme, width, aspect) in Readings)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 900);
            var found = await page.RunAxe(Options(aspect, except));
            faults.AddRange(
                found.Violations.Select(fault =>
                    $"{scheme} {width} {fault.Id} × {fault.Nodes.Length}: "
                    + $"{string.Join(" | ", fault.Nodes.Take(3).Select(node => node.Html))}"
                )
            );
            var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (wide > width)
                faults.Add($"{scheme} {width}: {wide} px wide");
        }

        await page.SetViewportSizeAsync(Desk, 900);
        return faults;
    }

    private static AxeRunOptions Options(Aspect aspect, string? except)
    {
        if (aspect is Aspect.Colours)
            return new()
            {
                RunOnly = new() { Type = "rule", Values = [Contrast] },
            };
        var left = new[] { except, aspect is Aspect.Shapes ? Contrast : null }.OfType<string>();
        return new()
        {
            RunOnly = new() { Type = "tag", Values = [.. Rules] },
            Rules = left.ToDictionary(rule => rule, _ => new RuleOptions { Enabled = false }),
        };
    }

    private enum Aspect
    {
        All,
        Colours,
        Shapes,
    }
}
