using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Storage;

namespace Serverless.Payments.Approvals;

/// <summary>Makes sure that every payment that is not final has a running orchestration, and raises stored decisions that are not settled.</summary>
public sealed class ApprovalRepair(ITableStore tables, PaymentRecords records, PaymentCommands commands, IOrchestrationClient orchestrations, ILogger<ApprovalRepair> logger)
{
    /// <summary>Repeating it does no harm: what runs is left alone, and a decision has one effect.</summary>
    public async Task<RepairReport> RunAsync(CancellationToken cancellation = default)
    {
        var report = new RepairReport(0, 0, 0);
        foreach (var partition in PaymentStatuses.All.Where(status => !status.IsFinal()).SelectMany(PaymentIndex.StatusPartitions))
        {
            await foreach (var row in tables.ScanAsync(Tables.PaymentIndex, partition, RowRange.All, cancellation))
            {
                var payment = await records.FindAsync(PaymentIndex.PaymentIdOf(row.RowKey), cancellation);
                if (payment is not null && PaymentIndex.IsCurrent(new IndexKey(partition, row.RowKey), payment))
                {
                    report = await RepairAsync(payment, report, cancellation);
                }
            }
        }

        return report;
    }

    private async Task<RepairReport> RepairAsync(Payment payment, RepairReport report, CancellationToken cancellation)
    {
        report = report with { Examined = report.Examined + 1 };
        var instance = await orchestrations.GetInstanceAsync(PaymentApproval.InstanceId(payment.Id), cancellation: cancellation);
        if (instance is null or { IsCompleted: true })
        {
            await commands.StartAsync(new PaymentApprovalInput(payment.Id), cancellation);
            Log.Restarted(logger, payment.Id, payment.Status.DisplayName());
            report = report with { Started = report.Started + 1 };
        }

        foreach (var decision in await records.PendingDecisionsAsync(payment, cancellation))
        {
            await commands.RaiseAsync(decision, PaymentCommands.DecisionWait, cancellation);
            report = report with { Raised = report.Raised + 1 };
        }

        return report;
    }
}

/// <param name="Examined">Payments that are not final.</param>
/// <param name="Started">Those that had no running orchestration.</param>
/// <param name="Raised">Decisions that were raised again.</param>
/// <param name="Runs">Runs that are not completed; each has an orchestration now.</param>
/// <param name="Intakes">Invoice files taken in and not reported; each has an orchestration now.</param>
public sealed record RepairReport(int Examined, int Started, int Raised, int Runs = 0, int Intakes = 0);
