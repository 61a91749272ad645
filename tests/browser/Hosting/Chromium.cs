using Microsoft.Playwright;
using Serverless.Testing;

namespace Serverless.Browser.Tests.Hosting;

/// <summary>The browser of this test process: Debian's Chromium, or whichever one CHROMIUM names.</summary>
internal static class Chromium
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly Lazy<Task<IBrowser>> Shared = new(LaunchAsync);
    private static readonly Lazy<Task<string>> Axe = new(ReadAxeAsync);

    public static Task<IBrowser> SharedAsync() => Shared.Value;

    /// <summary>The source of axe-core.</summary>
    public static Task<string> AxeAsync() => Axe.Value;

    private static async Task<IBrowser> LaunchAsync()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named : Places.FirstOrDefault(File.Exists);
        if (path is null)
        {
            const string missing = "These tests drive Chromium, which is not here: apt-get install chromium, or let CHROMIUM name one.";
            Skip.If(Environment.GetEnvironmentVariable("CI") != "true", missing);
            throw new FileNotFoundException(missing);
        }

        var playwright = await Playwright.CreateAsync();

        // As long as actions wait; five seconds are too short for a machine at work.
        Assertions.SetDefaultExpectTimeout(30_000);

        // The sandbox needs rights that a container's root does not have; only our own pages are loaded.
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    private static async Task<string> ReadAxeAsync()
        => await File.ReadAllTextAsync(Path.Combine(await NodePackages.FolderAsync("browser"), "node_modules", "axe-core", "axe.min.js"));
}
