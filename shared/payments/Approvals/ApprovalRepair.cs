using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Storage;

namespace Serverless.Payments.Approvals;

/// <summary>
/// Makes sure that every payment that is not final has a running orchestration, raises stored decisions that are not
/// settled, and makes the lists agree with the records. It reads the records themselves, because a payment that is
/// missing from a list is just what it is to find.
/// </summary>
public sealed class ApprovalRepair(
    ITableStore tables, PaymentRecords records, PaymentCommands commands, PaymentIndexRepair lists, IOrchestrationClient orchestrations, ILogger<ApprovalRepair> logger)
{
    /// <summary>Payments looked at, and rows of lists, at one time.</summary>
    public const int AtOnce = 8;

    /// <summary>Repeating it does no harm: what runs is left alone, and a decision has one effect.</summary>
    public async Task<RepairReport> RunAsync(CancellationToken cancellation = default)
    {
        var payments = 0;
        var examined = 0;
        var started = 0;
        var raised = 0;
        var listed = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(PaymentsAsync(cancellation), options, async (payment, stop) =>
        {
            Interlocked.Increment(ref payments);
            Interlocked.Add(ref listed, await lists.AddMissingAsync(payment, stop));
            if (!payment.Status.IsFinal())
            {
                Interlocked.Increment(ref examined);
                Interlocked.Add(ref started, await StartIfLostAsync(payment, stop) ? 1 : 0);
                Interlocked.Add(ref raised, await RaiseAsync(payment, stop));
            }
        });
        started += await StartFailedAsync(cancellation);
        return new RepairReport(examined, started, raised, Payments: payments, Listed: listed, Swept: await lists.SweepAsync(cancellation));
    }

    /// <summary>The same for the chains of the payments that the lists name as live, and for nothing else.</summary>
    /// <returns>How many had no running orchestration.</returns>
    public async Task<int> StartListedAsync(CancellationToken cancellation = default)
    {
        var started = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(ListedAsync(cancellation), options, async (payment, stop) =>
        {
            Interlocked.Add(ref started, await StartIfLostAsync(payment, stop) ? 1 : 0);
            await RaiseAsync(payment, stop);
        });
        return started;
    }

    private async IAsyncEnumerable<Payment> ListedAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var partition in PaymentStatuses.All.Where(status => !status.IsFinal()).SelectMany(PaymentIndex.StatusPartitions))
        {
            await foreach (var row in tables.ScanAsync(Tables.PaymentIndex, partition, RowRange.All, cancellation))
            {
                if (await records.FindAsync(PaymentIndex.PaymentIdOf(row.RowKey), cancellation) is { } payment && !payment.Status.IsFinal())
                {
                    yield return payment;
                }
            }
        }
    }

    private async IAsyncEnumerable<Payment> PaymentsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.ScanTableAsync(Tables.Payments, cancellation))
        {
            if (row.RowKey.StartsWith(PaymentRowKeys.PaymentPrefix, StringComparison.Ordinal))
            {
                yield return Rows.Read<Payment>(row);
            }
        }
    }

    /// <summary>A submission that was taken and whose payment could not be made, however often it was tried, stands in its failed orchestration alone.</summary>
    private async Task<int> StartFailedAsync(CancellationToken cancellation)
    {
        var started = 0;
        var query = new OrchestrationQuery([OrchestrationRuntimeStatus.Failed], PaymentApproval.InstanceId(string.Empty), FetchInputsAndOutputs: true);
        await foreach (var failed in orchestrations.GetAllInstancesAsync(query, cancellation))
        {
            if (failed.ReadInputAs<PaymentApprovalInput>() is { Submission: not null } input && await records.FindAsync(input.PaymentId, cancellation) is null)
            {
                await commands.StartAsync(input, cancellation);
                Log.SubmissionTakenUp(logger, input.PaymentId);
                started++;
            }
        }

        return started;
    }

    private async Task<bool> StartIfLostAsync(Payment seen, CancellationToken cancellation)
    {
        var instance = await orchestrations.GetInstanceAsync(PaymentApproval.InstanceId(seen.Id), cancellation: cancellation);
        if (instance is not null and { IsCompleted: false })
        {
            return false;
        }

        // It may have come to its end since the page was read.
        var payment = await records.FindAsync(seen.Id, cancellation) ?? throw new InvalidOperationException($"Payment {seen.Id} is gone.");
        if (payment.Status.IsFinal())
        {
            return false;
        }

        await commands.StartAsync(new PaymentApprovalInput(payment.Id), cancellation);
        Log.Restarted(logger, payment.Id, payment.Status.DisplayName());
        return true;
    }

    /// <returns>How many were raised.</returns>
    private async Task<int> RaiseAsync(Payment payment, CancellationToken cancellation)
    {
        var pending = await records.PendingDecisionsAsync(payment, cancellation);
        foreach (var decision in pending)
        {
            await commands.RaiseAsync(decision, PaymentCommands.DecisionWait, cancellation);
        }

        return pending.Count;
    }
}
