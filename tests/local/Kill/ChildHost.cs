using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Serverless.Local.Serving;

namespace Serverless.Local.Tests.Kill;

/// <summary>The real host as a process of its own, which can be killed and started again over the same data folder.</summary>
internal sealed class ChildHost : IDisposable
{
    private const int LinesKept = 200;

    private readonly string dataPath;
    private readonly ConcurrentQueue<string> lines = new();
    private Process? process;

    public ChildHost(string dataPath)
    {
        this.dataPath = dataPath;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
    }

    public Uri Address { get; }

    /// <summary>The last lines that it wrote, for whoever looks into a failure.</summary>
    public string Output => string.Join(Environment.NewLine, lines);

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(LocalHost).Assembly.Location, "--data", dataPath, "--urls", Address.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(dataPath),
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        process = Process.Start(start).OrFail();
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var client = new HttpClient { BaseAddress = Address };
        await Eventually.HoldsAsync("the host answering", async () =>
        {
            Assert.False(process.HasExited, $"The host ended by itself:{Environment.NewLine}{Output}");
            try
            {
                return (await client.GetAsync(new Uri("/alive", UriKind.Relative))).StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <summary>SIGKILL: nothing of it runs any more when this returns.</summary>
    public void Kill()
    {
        Assert.False(process.OrFail().HasExited, $"The host ended by itself:{Environment.NewLine}{Output}");
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    /// <summary>Asks it to stop by SIGTERM.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.OrFail().Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process!.WaitForExitAsync(deadline.Token);
        var code = process.ExitCode;
        process.Dispose();
        process = null;
        return code;
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            process.WaitForExit();
        }

        process?.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(object sender, DataReceivedEventArgs received)
    {
        if (received.Data is { } line)
        {
            lines.Enqueue(line);
            while (lines.Count > LinesKept)
            {
                lines.TryDequeue(out _);
            }
        }
    }
}
