using Microsoft.Extensions.Configuration;
using Microsoft.Playwright;
using Serverless.Local;
using Serverless.Local.Cli;
using Serverless.Local.Serving;
using Serverless.Payments;
using Serverless.Testing;

namespace Serverless.Browser.Tests.Hosting;

/// <summary>The real host with the sample agency, on a loopback port of its own, and people who visit it with a browser.</summary>
public class Site : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private LocalHost? host;

    public Uri Address => new(host!.Addresses.Single());

    public PaymentsApplication Application => host!.Stack.Payments;

    public string DataPath => host!.Stack.Data.Root;

    /// <summary>Where it listens: a port that nobody has.</summary>
    protected virtual string ListenAddress => "http://127.0.0.1:0";

    public virtual async Task InitializeAsync() => host = await LocalHost.StartAsync(await SettingsAsync(), TimeProvider.System);

    /// <summary>What the host is told.</summary>
    protected virtual Task<LocalSettings> SettingsAsync()
        => Task.FromResult(new LocalSettings(folder.Combine("data"), CapsKind.Simulator, [ListenAddress], "Development", new ConfigurationBuilder().Build()));

    public virtual async Task DisposeAsync()
    {
        await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
        folder.Dispose();
    }

    /// <summary>Somebody with a browser of their own, signed in through the sign-in page.</summary>
    /// <param name="user">A sample user.</param>
    /// <param name="isPhone">Whether on a phone's screen.</param>
    /// <param name="hasScripts">Whether the browser runs scripts.</param>
    public async Task<Visitor> VisitAsync(string user, bool isPhone = false, bool hasScripts = true)
    {
        var visitor = await ArriveAsync(isPhone, hasScripts: hasScripts);
        await visitor.GoAsync("/sign-in");
        await visitor.Page.Locator($"button[name=user][value='{user}']").ClickAsync();
        await visitor.Page.WaitForURLAsync("**/inbox", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        return visitor;
    }

    /// <summary>Somebody who is not signed in.</summary>
    public async Task<Visitor> ArriveAsync(bool isPhone = false, ColorScheme scheme = ColorScheme.Light, bool hasScripts = true)
    {
        var browser = await Chromium.SharedAsync();
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = Address.ToString(),
            ViewportSize = isPhone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 860 },
            ColorScheme = scheme,

            // Colours that are on their way from one scheme to the other are no finding.
            ReducedMotion = ReducedMotion.Reduce,
            AcceptDownloads = true,
            JavaScriptEnabled = hasScripts,
        });
        context.SetDefaultTimeout(30_000);
        return new Visitor(context, await context.NewPageAsync());
    }
}

/// <summary>One host for all tests that do not change what others look at.</summary>
[CollectionDefinition(Name)]
public sealed class SharedSite : ICollectionFixture<Site>
{
    public const string Name = "site";
}
