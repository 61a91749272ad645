using Serverless.Local.Cli;
using Serverless.Local.Samples;
using Serverless.Samples;

namespace Serverless.Local.Demo;

/// <summary><c>demo</c>: the main job in a temporary folder, and whether all of it held.</summary>
public static class DemoCommand
{
    public static async Task<int> RunAsync(TextWriter output, CancellationToken cancellation)
    {
        using var interruption = new Interruption();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token, cancellation);
        var folder = Directory.CreateTempSubdirectory("serverless-demo-");
        try
        {
            return await RunAsync(folder.FullName, output, either.Token);
        }
        catch (DemoException exception)
        {
            await output.WriteLineAsync($"The demo failed. {exception.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            await output.WriteLineAsync("The demo was interrupted.");
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> RunAsync(string folder, TextWriter output, CancellationToken cancellation)
    {
        var startedAt = TimeProvider.System.GetTimestamp();

        // Only what went wrong is worth a line beside the demo's own, and not in the same stream.
        using var loggers = LoggerFactory.Create(logging => logging.AddLocal(onErrorOutput: true).AddFilter("Serverless", LogLevel.Warning));
        DemoOutcome outcome;
        await using (var stack = await LocalStack.OpenAsync(DataFolder.Open(folder), new DemoClock(), loggers, cancellation: cancellation))
        {
            await SampleLoad.RunAsync(stack, withInvoices: false, loggers.CreateLogger(typeof(SampleLoad)), cancellation);
            outcome = await new DemoRun(stack, SampleAgency.Load(), output).RunAsync(cancellation);
        }

        DemoPrint.Print(outcome, output);
        var faults = outcome.Faults();
        foreach (var fault in faults)
        {
            await output.WriteLineAsync(fault);
        }

        await output.WriteLineAsync(faults.Count == 0
            ? $"All of it held, in {TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds:0.0} s."
            : "The demo failed.");
        return faults.Count == 0 ? 0 : 1;
    }
}
