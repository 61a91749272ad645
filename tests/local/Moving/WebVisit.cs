using Microsoft.Extensions.Configuration;
using Serverless.Local.Cli;
using Serverless.Local.Serving;
using Serverless.Local.Tests.Kill;

namespace Serverless.Local.Tests.Moving;

/// <summary>Requests under idempotency keys, over HTTP, as they are sent before a move and again after it.</summary>
internal static class WebVisit
{
    /// <summary>So many faults that the answer is kept in a blob and not in a row.</summary>
    private const int FaultyLines = 300;

    public static Task<LocalHost> StartAsync(string data)
        => LocalHost.StartAsync(new LocalSettings(data, CapsKind.Simulator, ["http://127.0.0.1:0"], "Development", new ConfigurationBuilder().Build()), TimeProvider.System);

    /// <summary>A submission and an upload with faults; the answers as text.</summary>
    public static async Task<IReadOnlyList<string>> AskAsync(LocalHost host)
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var address = new Uri(host.Addresses.Single());
        using var provider = new StubbornClient(address, "provider", giveUp.Token);
        var submitted = await provider.PostAsync("/api/payments", "submit", new
        {
            providerId = "P-100",
            clientId = "1000000001",
            serviceCode = "SLN",
            serviceFrom = "2026-02-02",
            serviceTo = "2026-02-03",
            units = 1,
            rate = 25m,
            amount = 25m,
        });
        Assert.Equal(System.Net.HttpStatusCode.Created, submitted.Status);

        using var operations = new StubbornClient(address, "operations", giveUp.Token);
        var uploaded = await operations.PostAsync("/api/invoices", "upload", Enumerable.Range(1, FaultyLines).Select(number => new { invoice_number = $"X-{number}", units = "many" }));
        Assert.True(uploaded.Text.Length > 32_000, uploaded.Text);
        return [submitted.Text, uploaded.Text];
    }
}
