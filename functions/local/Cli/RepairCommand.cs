using Serverless.Payments.Approvals;

namespace Serverless.Local.Cli;

/// <summary><c>repair</c>: starts payments that lost their orchestration, raises stored decisions again, and makes the lists agree with the records.</summary>
public static class RepairCommand
{
    public static async Task<int> RunAsync(LocalSettings settings, TimeProvider time, TextWriter output, CancellationToken cancellation)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddLocal(onErrorOutput: true));
        await using var stack = await LocalStack.OpenAsync(DataFolder.Open(settings.DataPath), time, loggers, settings.Caps, keepsSchedule: false, storage: settings.Storage, ssnKeys: settings.SsnKeys, mail: settings.Mail, cancellation: cancellation);
        var report = await stack.Payments.Repair.RunAsync(cancellation);
        foreach (var (count, what) in Numbers(report))
        {
            await output.WriteLineAsync($"{count,8} {what}");
        }

        return 0;
    }

    private static IEnumerable<(int Count, string What)> Numbers(RepairReport report) =>
    [
        (report.Payments, "payments were read"),
        (report.Examined, "payments that are not final were looked at"),
        (report.Started, "of them had no running orchestration and were started"),
        (report.Raised, "stored decisions were raised again"),
        (report.Runs, "runs are not completed and have an orchestration"),
        (report.Intakes, "invoice files are not reported and have an orchestration"),
        (report.Reviews, "invoices under review had no running orchestration and were started"),
        (report.ProviderPayments, "provider payments had no running orchestration and were started"),
        (report.Exports, "exports and generations of service periods are not completed and have an orchestration"),
        (report.BillingIntakes, "files of billing invoices are not reported and have an orchestration"),
        (report.Remittances, "remittances are being posted and have an orchestration"),
        (report.Listed, "rows of lists were missing and are there again"),
        (report.Swept, "rows of lists said otherwise than their payment and are gone"),
    ];
}
