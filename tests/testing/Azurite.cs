using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Serverless.Storage.Azure;

namespace Serverless.Testing;

/// <summary>
/// Storage accounts played by Azurite: a process of its own, on free loopback ports, over a temporary folder. It ends
/// with the test process, however that one ends, and takes its folder away.
/// </summary>
public sealed partial class Azurite : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(120);
    private static readonly Lazy<Task<Azurite>> Shared = new(StartAsync);

    /// <summary>Accounts are named when it starts.</summary>
    private const int AccountsMax = 2_000;

    private readonly Process process;
    private readonly Uri tables;
    private readonly Uri blobs;
    private readonly string key;
    private int accounts;

    private Azurite(Process process, Uri tables, Uri blobs, string key)
    {
        this.process = process;
        this.tables = tables;
        this.blobs = blobs;
        this.key = key;
    }

    /// <summary>The one of this test process.</summary>
    public static Task<Azurite> SharedAsync() => Shared.Value;

    /// <summary>One of the caller's own, to be ended by it. Skips the test where Node.js or the packages are not to be had; where the environment says CI=true, it fails.</summary>
    public static async Task<Azurite> StartAsync() => await LaunchAsync(await NodePackages.FolderAsync("azurite"));

    /// <summary>The connection string of an account that is empty and nobody else's.</summary>
    public string NewAccount()
    {
        var number = Interlocked.Increment(ref accounts);
        var account = number <= AccountsMax ? NameOf(number) : throw new InvalidOperationException($"One Azurite has {AccountsMax} accounts here; more are asked for.");
        return $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};TableEndpoint={tables}{account};BlobEndpoint={blobs}{account}";
    }

    /// <summary>An account that is empty and nobody else's.</summary>
    public AzureStorageAccount Open(AzureStorageOptions? options = null) => AzureStorageAccount.FromConnectionString(NewAccount(), options);

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private static async Task<Azurite> LaunchAsync(string folder)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

        // Port 0 is any free one, and the output says which. Without --disableTelemetry it would report to its maker.
        var start = new ProcessStartInfo("node", ["start.js", "--location", Directory.CreateTempSubdirectory("serverless-azurite-").FullName, "--blobPort", "0", "--queuePort", "0", "--tablePort", "0", "--silent", "--disableTelemetry"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(1, AccountsMax).Select(number => $"{NameOf(number)}:{key}")) },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("Node.js did not start.");
        var addresses = new TaskCompletionSource<(Uri Tables, Uri Blobs)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var (tables, blobs) = await addresses.Task.WaitAsync(StartTimeMax);
            return new Azurite(process, tables, blobs, key);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Azurite did not listen within {StartTimeMax.TotalSeconds} s. It said: {string.Join(" | ", said)}");
        }

        void Read(string? line)
        {
            lock (said)
            {
                if (line is not null && !addresses.Task.IsCompleted)
                {
                    said.Add(line);
                    var listening = said.Select(text => Listening().Match(text)).Where(match => match.Success).ToDictionary(match => match.Groups["service"].Value, match => new Uri(match.Groups["uri"].Value + "/"));
                    if (listening.TryGetValue("Table", out var tables) && listening.TryGetValue("Blob", out var blobs))
                    {
                        addresses.TrySetResult((tables, blobs));
                    }
                }
            }
        }
    }

    private static string NameOf(int account) => $"account{account}";

    [GeneratedRegex("^Azurite (?<service>Blob|Table) service is successfully listening at (?<uri>http://[0-9.:]+)$")]
    private static partial Regex Listening();
}
