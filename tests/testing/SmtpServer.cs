using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Serverless.Testing;

/// <summary>A mail server of the test's own, on a loopback port: it takes mails, or refuses them, is slow or down, as the test says. It ends with the test process, however that one ends.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly Channel<JsonElement> answers = Channel.CreateUnbounded<JsonElement>();
    private readonly List<ReceivedMail> received = [];

    private SmtpServer(Process process) => this.process = process;

    public int Port { get; private set; }

    /// <summary>What it took, in order.</summary>
    public IReadOnlyList<ReceivedMail> Received
    {
        get
        {
            lock (received)
            {
                return [.. received];
            }
        }
    }

    /// <summary>Starts one. Skips the test where Node.js or the packages are not to be had; where the environment says CI=true, it fails.</summary>
    /// <param name="kind"><c>plain</c> offers no TLS, <c>tls</c> offers STARTTLS with a certificate of nobody's, <c>auth</c> asks for user payments, password secret.</param>
    public static async Task<SmtpServer> StartAsync(string kind = "plain")
    {
        var folder = await NodePackages.FolderAsync(Path.Combine("mail", "smtp"));
        var start = new ProcessStartInfo("node", ["start.js", kind]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        var server = new SmtpServer(Process.Start(start) ?? throw new InvalidOperationException("Node.js did not start."));
        server.process.OutputDataReceived += (_, line) => server.Read(line.Data);
        server.process.BeginOutputReadLine();
        server.Port = (await server.AnswerAsync()).GetProperty("listening").GetInt32();
        return server;
    }

    /// <summary>It answers this code to each addressee (<c>rcpt</c>) or each content (<c>data</c>).</summary>
    public Task RefuseAsync(string at, int code, string words = "") => OrderAsync($"refuse {at} {code} {words}");

    public Task TakeAsync() => OrderAsync("take");

    /// <summary>It greets after so long.</summary>
    public Task SlowAsync(TimeSpan by) => OrderAsync($"slow {(int)by.TotalMilliseconds}");

    public Task DownAsync() => OrderAsync("down");

    /// <summary>Again, on the same port.</summary>
    public Task UpAsync() => OrderAsync("up");

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

    private async Task OrderAsync(string order)
    {
        await process.StandardInput.WriteLineAsync(order);
        await process.StandardInput.FlushAsync();
        await AnswerAsync();
    }

    private Task<JsonElement> AnswerAsync() => answers.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        var said = JsonDocument.Parse(line).RootElement;
        if (!said.TryGetProperty("mail", out var mail))
        {
            answers.Writer.TryWrite(said);
            return;
        }

        lock (received)
        {
            received.Add(new ReceivedMail(
                System.Text.Encoding.ASCII.GetString(mail.GetBytesFromBase64()),
                said.GetProperty("from").GetString()!,
                [.. said.GetProperty("to").EnumerateArray().Select(one => one.GetString()!)],
                said.GetProperty("connections").GetInt32()));
        }
    }
}

/// <summary>A mail as the server got it.</summary>
/// <param name="Raw">Headers and content as they came; all of it is ASCII.</param>
/// <param name="From">The sender of the envelope.</param>
/// <param name="To">The addressees of the envelope.</param>
/// <param name="Connections">How many connections were made so far.</param>
public sealed record ReceivedMail(string Raw, string From, IReadOnlyList<string> To, int Connections);
