using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Studio;

/// <summary>The drawing in Studio's editor or viewer, worked on with the mouse alone, as a designer does.</summary>
public sealed class Canvas(IPage page)
{
    public ILocator Edges => page.Locator(".x6-edge");

    public ILocator Node(string id) => page.Locator($".x6-node[data-cell-id='{id}']");

    /// <summary>How often the case has been there; no badge where it never was.</summary>
    public ILocator Badge(string id) => Node(id).Locator(".mud-badge");

    /// <summary>Waits until that activity stands where it will stay.</summary>
    public async Task OpenedAsync(string activity)
    {
        await Expect(Node(activity)).ToBeVisibleAsync();
        await page.Locator(".x6-edge path").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await StillAsync();
    }

    /// <summary>Presses the sign that brings the whole drawing into view.</summary>
    public async Task FitAsync()
    {
        await page.Locator(".mud-toolbar-dense button").First.ClickAsync();
        await StillAsync();
    }

    /// <summary>
    /// Drags an activity from the toolbox onto the canvas, by default to below its middle. Where Studio draws its sheet anew under what is
    /// let fall, it is brought again, as a person would.
    /// </summary>
    /// <param name="across">Share of the canvas's width, from the left.</param>
    /// <param name="down">Share of its height, from the top.</param>
    /// <returns>The id that Studio gave to it.</returns>
    public async Task<string> DragInAsync(string category, string activity, float across = 0.5f, float down = 0.62f)
    {
        await StillAsync();
        var before = await IdsAsync();
        var tool = page.Locator("[draggable=true]").Filter(new() { HasText = activity });
        if (!await tool.IsVisibleAsync())
            await page.Locator(".mud-expand-panel-header").Filter(new() { HasText = category }).ClickAsync();
        var sheet = page.Locator(".x6-graph-svg").First;
        var saved = SavedAsync(model => model["root"]!["activities"]!.AsArray().Count > before.Count);
        await UntilAsync(
            async () =>
            {
                var box = (await sheet.BoundingBoxAsync())!;
                await tool.DragToAsync(
                    sheet,
                    new()
                    {
                        TargetPosition = new() { X = box.Width * across, Y = box.Height * down },
                    }
                );
            },
            async () => (await IdsAsync()).Except(before).Any(),
            saved
        );
        await DeselectAsync();
        return (await IdsAsync()).Except(before).Single();
    }

    /// <summary>Presses where nothing is drawn: what is selected has its handles over its ports.</summary>
    public async Task DeselectAsync()
    {
        var box = (await page.Locator(".x6-graph-svg").First.BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(box.X + 60, box.Y + 60);
        await Expect(page.Locator(".x6-node-selected")).ToHaveCountAsync(0);
        await FitAsync();
    }

    /// <summary>Presses the sign that runs the flow.</summary>
    public Task RunAsync() => page.Locator(".mud-toolbar-dense button").Last.ClickAsync();

    /// <summary>
    /// Draws an arrow. Where Studio takes the sheet away under the mouse to draw it anew, it is drawn again, as a person would.
    /// </summary>
    public async Task ConnectAsync(string from, string port, string to)
    {
        var edges = await Edges.CountAsync();
        var saved = SavedAsync(model => ArrowsOf(model).Contains((from, port, to)));
        await UntilAsync(() => DragArrowAsync(from, port, to), async () => await Edges.CountAsync() > edges, saved);
        await StillAsync();
    }

    /// <summary>Hovers over the arrow between two neighbours and presses the sign that removes it.</summary>
    public async Task DisconnectAsync(string from, string port, string to)
    {
        var edges = await Edges.CountAsync();
        var saved = SavedAsync(model => !ArrowsOf(model).Contains((from, port, to)));
        await UntilAsync(() => RemoveArrowAsync(from, port, to), async () => await Edges.CountAsync() < edges, saved);
        await StillAsync();
    }

    /// <summary>
    /// Ends when an automatic save has been answered that holds the change: one that was under way before may be answered first. To be
    /// begun before the change.
    /// </summary>
    public async Task SavedAsync(Func<JsonNode, bool>? holds = null)
    {
        var answer = await page.WaitForResponseAsync(answer =>
            answer.Request.Method == "POST"
            && answer.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal)
            && holds?.Invoke(JsonNode.Parse(answer.Request.PostData!)!["model"]!) != false
        );
        answer.Status.ShouldBe(200);
    }

    /// <summary>Whether that is the value of something in that activity, as a text or as a number.</summary>
    public static bool Stands(JsonNode model, string activity, string text) =>
        Values(model["root"]!["activities"]!.AsArray().Single(one => Text(one!["id"]) == activity)).Contains(text);

    private static IEnumerable<string> Values(JsonNode? at) =>
        at switch
        {
            JsonObject one => one.SelectMany(member => Values(member.Value)),
            JsonArray list => list.SelectMany(Values),
            null => [],
            _ => [at.ToString()],
        };

    private static IEnumerable<(string From, string Port, string To)> ArrowsOf(JsonNode model) =>
        model["root"]!["connections"]!
            .AsArray()
            .Select(arrow => (Text(arrow!["source"]!["activity"]), Text(arrow["source"]!["port"]), Text(arrow["target"]!["activity"])));

    public async Task SelectAsync(string activity)
    {
        var (x, y) = await MiddleAsync(Node(activity));
        await page.Mouse.ClickAsync(x, y);
    }

    private async Task DragArrowAsync(string from, string port, string to)
    {
        var (start, end) = (await PortAsync(from, port, 0.2f), await PortAsync(to, "In"));
        await page.Mouse.MoveAsync(start.X, start.Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync((start.X + end.X) / 2, (start.Y + end.Y) / 2, new() { Steps = 8 });
        await page.Mouse.MoveAsync(end.X, end.Y, new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }

    private async Task RemoveArrowAsync(string from, string port, string to)
    {
        var (start, end) = (await PortAsync(from, port), await PortAsync(to, "In"));
        await page.Mouse.MoveAsync((start.X + end.X) / 2, (start.Y + end.Y) / 2);
        await StillAsync();
        if (await page.Locator("[data-tool-name=button-remove]").CountAsync() == 0)
            return;
        var remove = await MiddleAsync(page.Locator("[data-tool-name=button-remove]").First);
        await page.Mouse.ClickAsync(remove.X, remove.Y);
    }

    // Studio draws its sheet anew under the mouse, after it has opened and after each save, and what was done to the old sheet is lost. A
    // person sees it and does it again. Asked on a sheet that stands still only: one half drawn has other counts.
    private async Task UntilAsync(Func<Task> act, Func<Task<bool>> isDone, Task saved)
    {
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await act();
            do await StillAsync();
            while (await isDone() && !saved.IsCompleted);
            if (saved.IsCompleted)
            {
                await saved;
                return;
            }
        }

        throw new InvalidOperationException($"Ten times in vain; the page says: {await page.Locator("body").InnerTextAsync()}");
    }

    // Forty pictures without a change, and something drawn on them.
    private Task StillAsync() =>
        page.WaitForFunctionAsync(
            """
            () => {
              const sheet = [...document.querySelectorAll('.x6-node, .x6-edge')]
                .map(cell => cell.dataset.cellId + JSON.stringify(cell.getBoundingClientRect())).join();
              window.timesStill = sheet && window.lastSheet === sheet ? (window.timesStill ?? 0) + 1 : 0;
              window.lastSheet = sheet;
              return window.timesStill > 40 && (window.timesStill = 0, true);
            }
            """
        );

    private async Task<List<string>> IdsAsync() =>
        [.. await page.Locator(".x6-node").EvaluateAllAsync<string[]>("nodes => nodes.map(node => node.getAttribute('data-cell-id'))")];

    private static string Text(JsonNode? value) => value?.GetValue<string>() ?? "";

    // An arrow that leaves the port already lies over its right half, and would be taken instead.
    private Task<(float X, float Y)> PortAsync(string activity, string port, float across = 0.5f) =>
        MiddleAsync(Node(activity).Locator($"[port='{port}']"), across);

    private static async Task<(float X, float Y)> MiddleAsync(ILocator locator, float across = 0.5f)
    {
        var box = (await locator.BoundingBoxAsync())!;
        return (box.X + box.Width * across, box.Y + box.Height / 2);
    }
}
