using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using ParallelApproval.Testing;

namespace ParallelApproval.Browser;

/// <summary>The eyes and hands of readers who are not all alike: light and dark, at a desk and on a phone.</summary>
internal static class Everybody
{
    private const int Desk = 1280;
    private const int Phone = 375;

    private const string Contrast = "color-contrast";

    private const string Read = """
        async options =>
          (await axe.run(document, { ...JSON.parse(options), resultTypes: ['violations'] })).violations.map(fault => {
            const where = fault.nodes.slice(0, 3).map(node => node.html).join(' | ');
            return `${fault.id} × ${fault.nodes.length}: ${where}`;
          })
        """;

    // Once in the life of a document. The package's own runner brings the engine to the page three times for each reading, and once more to
    // a page of its own that it opens and closes: two seconds of computing, where the reading itself takes a quarter of one.
    private static readonly string Engine = new BundledAxeScriptProvider().GetScript();

    // Colours alone change with the scheme, and everything else with the width. The long form looks for everything four ways.
    private static readonly (ColorScheme Scheme, int Width, Aspect Aspect)[] Readings = LongForm.IsAsked
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
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(Engine);
        foreach (var (scheme, width, aspect) in Readings)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 900);
            var found = await page.EvaluateAsync<string[]>(Read, Options(aspect, except));
            faults.AddRange(found.Select(fault => $"{scheme} {width} {fault}"));
            var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (wide > width)
                faults.Add($"{scheme} {width}: {wide} px wide");
        }

        await page.SetViewportSizeAsync(Desk, 900);
        return faults;
    }

    private static string Options(Aspect aspect, string? except)
    {
        if (aspect is Aspect.Colours)
            return JsonSerializer.Serialize(new { runOnly = new { type = "rule", values = (string[])[Contrast] } });
        var left = new[] { except, aspect is Aspect.Shapes ? Contrast : null }.OfType<string>();
        return JsonSerializer.Serialize(
            new { runOnly = new { type = "tag", values = Rules }, rules = left.ToDictionary(rule => rule, _ => new { enabled = false }) }
        );
    }

    private enum Aspect
    {
        All,
        Colours,
        Shapes,
    }
}
