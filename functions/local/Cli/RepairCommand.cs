namespace Serverless.Local.Cli;

/// <summary><c>repair</c>: starts payments that lost their orchestration, and raises stored decisions again.</summary>
public static class RepairCommand
{
    public static async Task<int> RunAsync(LocalSettings settings, TimeProvider time, TextWriter output, CancellationToken cancellation)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddLocal(onErrorOutput: true));
        await using var stack = await LocalStack.OpenAsync(DataFolder.Open(settings.DataPath), time, loggers, settings.Caps, cancellation: cancellation);
        var report = await stack.Payments.Repair.RunAsync(cancellation);
        await output.WriteLineAsync($"Repair looked at {report.Examined} payments that are not final: {report.Started} had no running orchestration and were started, {report.Raised} stored decisions were raised again.");
        return 0;
    }
}
