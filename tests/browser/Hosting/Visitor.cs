using System.Text.Json;
using Microsoft.Playwright;

namespace Serverless.Browser.Tests.Hosting;

/// <summary>Somebody with a browser.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    public Visitor(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            // A refused request is part of what is tried; a fault of a script or a breach of the content policy is not.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IPage Page { get; }

    public Task GoAsync(string path) => Page.GotoAsync(path);

    /// <summary>Presses a button by its name.</summary>
    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>What stands in the page's main part.</summary>
    public Task<string> ReadAsync() => Page.Locator("main").InnerTextAsync();

    /// <summary>What the page says of the last act.</summary>
    public Task<string> ToldAsync() => Page.Locator(".told").InnerTextAsync();

    /// <summary>Asserts that nothing keeps people out of the page as it stands, and that the browser had nothing to complain of.</summary>
    public async Task IsFitForEverybodyAsync()
    {
        await Page.EvaluateAsync(await Chromium.AxeAsync());
        var found = await Page.EvaluateAsync<JsonElement>("async () => (await axe.run(document)).violations.map(v => ({ id: v.id, impact: v.impact, help: v.help, where: v.nodes.slice(0, 5).map(n => n.target.join(' ') + ' ' + n.failureSummary).join('; ') }))");
        var serious = found.EnumerateArray().Where(finding => finding.GetProperty("impact").GetString() is "serious" or "critical").Select(finding => finding.ToString());
        Assert.Empty(serious);
        Assert.Empty(complaints);
        Assert.True(await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth + 1"), "The page is wider than the screen.");
    }

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
