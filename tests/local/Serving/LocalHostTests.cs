using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Serverless.Local.Cli;
using Serverless.Local.Serving;
using Serverless.Testing;

namespace Serverless.Local.Tests.Serving;

/// <summary>The whole host in this process, over HTTP.</summary>
public sealed class LocalHostTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Req", "ALL-2")]
    public async Task First_start_in_Development_leaves_payments_waiting_for_the_coordinator()
    {
        await using var host = await LocalHost.StartAsync(Settings("Development"), TimeProvider.System);
        using var client = await SignInAsync(host, "coordinator");

        var waiting = 0;
        await Eventually.HoldsAsync("48 payments in the inbox", async () =>
        {
            var inbox = await client.GetFromJsonAsync<JsonElement>("/api/inbox?top=500");
            waiting = inbox.GetProperty("items").GetArrayLength();
            return waiting >= 48;
        });
        Assert.Equal(48, waiting);
    }

    [Fact]
    public async Task Production_has_no_samples_and_no_sign_in()
    {
        var settings = Settings("Production", ("Serverless:Auth:Authority", "https://login.example.org"), ("Serverless:Auth:Audience", "payments"));
        await using var host = await LocalHost.StartAsync(settings, TimeProvider.System);
        using var client = new HttpClient { BaseAddress = new Uri(host.Addresses.Single()) };

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsJsonAsync("/dev/sign-in", new { user = "admin" })).StatusCode);
        Assert.True(await host.Stack.Payments.Directory.IsEmptyAsync());
        Assert.Empty(Directory.GetFiles(host.Stack.Data.Inbox));
    }

    [Fact]
    public async Task Production_without_an_authority_is_refused_in_a_sentence()
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => LocalHost.StartAsync(Settings("Production"), TimeProvider.System));

        Assert.Contains("Serverless__Auth__Authority", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_in_use_is_refused_in_a_sentence_and_lets_go_of_the_data()
    {
        await using var first = await LocalHost.StartAsync(Settings("Development"), TimeProvider.System);
        var second = Settings("Development") with { DataPath = folder.Combine("second"), Addresses = [.. first.Addresses] };

        var refused = await Assert.ThrowsAsync<StartupException>(() => LocalHost.StartAsync(second, TimeProvider.System));

        Assert.Contains(first.Addresses.Single(), refused.Message, StringComparison.Ordinal);
        await using var again = await LocalHost.StartAsync(second with { Addresses = ["http://127.0.0.1:0"] }, TimeProvider.System);
    }

    [Fact]
    public async Task Everything_written_is_in_the_data_folder_and_secrets_are_the_owners_alone()
    {
        await using (var host = await LocalHost.StartAsync(Settings("Development"), TimeProvider.System))
        {
            using var client = await SignInAsync(host, "admin");
        }

        Assert.Equal([folder.Combine("data")], Directory.GetFileSystemEntries(folder.Path));
        foreach (var secret in Directory.GetFileSystemEntries(folder.Combine("data", "keys")).Append(folder.Combine("data", "keys")))
        {
            AssertOwnersAlone(secret);
        }
    }

    private static void AssertOwnersAlone(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others);
        }
    }

    private static async Task<HttpClient> SignInAsync(LocalHost host, string user)
    {
        var client = new HttpClient { BaseAddress = new Uri(host.Addresses.Single()) };
        using var response = await client.PostAsJsonAsync("/dev/sign-in", new { user });
        response.EnsureSuccessStatusCode();
        var token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private LocalSettings Settings(string environment, params (string Key, string Value)[] configuration) => new(
        folder.Combine("data"),
        CapsKind.Simulator,
        ["http://127.0.0.1:0"],
        environment,
        new ConfigurationBuilder().AddInMemoryCollection(configuration.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build());
}
