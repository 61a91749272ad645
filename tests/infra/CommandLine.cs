using System.Diagnostics;

namespace Serverless.Infra.Tests;

/// <summary>What a program wrote and how it ended.</summary>
internal sealed record CommandLine(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan DeadLine = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program in the repository's root to its end.</summary>
    public static async Task<CommandLine> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };

        // A build that stays behind as a server would keep the output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        using var limit = new CancellationTokenSource(DeadLine);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new CommandLine(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {DeadLine}.");
        }
    }
}
