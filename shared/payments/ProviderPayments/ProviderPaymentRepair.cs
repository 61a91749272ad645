using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments;

/// <summary>
/// Makes sure that every payment that is not paid has a running orchestration, raises stored acts that are not settled, and
/// makes the lists show what the records say. It reads the records themselves, because what is missing from a list is just what it is to find.
/// </summary>
public sealed class ProviderPaymentRepair(
    ITableStore tables,
    ProviderPaymentRecords records,
    AttendanceMover mover,
    AdjustmentRecords adjustmentRecords,
    AdjustmentIndex adjustments,
    ProviderPaymentLists lists,
    ListedPayments listed,
    AttendancePaymentStart start,
    IOrchestrationClient orchestrations,
    ILogger<ProviderPaymentRepair> logger)
{
    /// <summary>Records looked at in one go.</summary>
    private const int PageRecords = 200;

    private const int AtOnce = 16;

    /// <summary>Repeating it does no harm: what runs is left alone, and an act has one effect.</summary>
    /// <returns>How many payments that are not paid had no running orchestration.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var started = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await foreach (var page in RecordsAsync(cancellation).Chunk(PageRecords).WithCancellation(cancellation))
        {
            Adjustment[] corrections = [.. page.OfType<Adjustment>()];
            ProviderPayment[] payments = [.. page.OfType<ProviderPayment>()];
            await Parallel.ForEachAsync(corrections, options, ListAsync);
            ListedPayment[] shown =
            [
                .. await Task.WhenAll(payments.Select(payment => listed.OfAsync(payment, cancellation))),
                .. await Task.WhenAll(corrections.Where(adjustment => adjustment.PaidIn is not null).Select(adjustment => listed.OfAsync(adjustment, cancellation))),
            ];
            await lists.ShowAsync(shown, cancellation);
            await Parallel.ForEachAsync(payments, options, async (payment, stop) => Interlocked.Add(ref started, await ResumeAsync(payment, stop) ? 1 : 0));
        }

        return started;
    }

    private async IAsyncEnumerable<object> RecordsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.ScanTableAsync(Tables.ProviderPayments, cancellation))
        {
            if (row.RowKey.StartsWith(ProviderPaymentKeys.PaymentPrefix, StringComparison.Ordinal))
            {
                yield return Rows.Read<ProviderPayment>(row);
            }
            else if (row.RowKey.StartsWith(ProviderPaymentKeys.AdjustmentPrefix, StringComparison.Ordinal))
            {
                yield return Rows.Read<Adjustment>(row);
            }
        }
    }

    private async Task<bool> ResumeAsync(ProviderPayment payment, CancellationToken cancellation)
    {
        if (payment.Status == ProviderPaymentStatus.Paid)
        {
            await EndAsync(payment, cancellation);
            foreach (var late in await records.PendingActsAsync(payment, cancellation))
            {
                // Nothing moves it any more, so that each is refused.
                await mover.SettleAsync(payment.Id, late.Id, cancellation);
            }

            return false;
        }

        var isLost = await start.StartIfLostAsync(payment.Id, cancellation);
        if (isLost)
        {
            Log.ProviderPaymentRestarted(logger, payment.Id, payment.Status);
        }

        foreach (var act in await records.PendingActsAsync(payment, cancellation))
        {
            await start.RaiseAsync(payment.Id, act.Id, cancellation);
        }

        return isLost;
    }

    /// <summary>The record may have moved since it was read; what was listed of it then must not stay.</summary>
    private async ValueTask ListAsync(Adjustment adjustment, CancellationToken cancellation)
    {
        await adjustments.AddAsync(adjustment, cancellation);
        if (await adjustmentRecords.FindAsync(adjustment.Id, cancellation) is { } now && now.Status != adjustment.Status)
        {
            await adjustments.RemoveAsync(adjustment, cancellation);
        }
    }

    /// <summary>An export pays a payment and then tells its orchestration; where it could not, the orchestration waits for ever.</summary>
    private async Task EndAsync(ProviderPayment payment, CancellationToken cancellation)
    {
        if (await orchestrations.GetInstanceAsync(AttendancePayment.InstanceId(payment.Id), cancellation: cancellation) is { IsCompleted: false })
        {
            await start.RaiseAsync(payment.Id, PaymentExportKeys.Act(payment.ExportId!), cancellation);
        }
    }
}
