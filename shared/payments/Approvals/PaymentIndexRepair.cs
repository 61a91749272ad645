using Microsoft.Extensions.Logging;
using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.Approvals;

/// <summary>
/// Makes the lists agree with the records again, beside moves that go on in this process and in others: rows that are
/// missing are added, and those that a crash left behind are swept.
/// </summary>
public sealed class PaymentIndexRepair(ITableStore tables, PaymentRecords records, PaymentIndex index, ClientGate gate, ILogger<PaymentIndexRepair> logger)
{
    /// <summary>Attempts at one row that others keep getting ahead of; it is kept for the next time after that.</summary>
    private const int AttemptsMax = 20;

    /// <summary>Puts the payment back on the lists that it should be on and is not.</summary>
    /// <returns>How many rows were missing.</returns>
    public async Task<int> AddMissingAsync(Payment seen, CancellationToken cancellation)
    {
        if ((await MissingAsync(seen, cancellation)).Count == 0)
        {
            return 0;
        }

        // A move since the payment was read takes a row away, and rightly so: the record is asked again.
        var payment = await records.FindAsync(seen.Id, cancellation) ?? throw new InvalidOperationException($"Payment {seen.Id} is gone.");
        var missing = await MissingAsync(payment, cancellation);
        await index.AddAsync(missing, cancellation);
        if (missing.Count > 0)
        {
            Log.Listed(logger, payment.Id, missing.Count);
        }

        return missing.Count;
    }

    /// <summary>Takes away the rows whose payment says otherwise, or is not there.</summary>
    /// <returns>How many were taken away.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var swept = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = ApprovalRepair.AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(tables.ScanTableAsync(Tables.PaymentIndex, cancellation), options, async (row, stop) =>
        {
            var key = new IndexKey(row.PartitionKey, row.RowKey);
            if (PaymentIndex.IsKey(key)
                && records.Ids.TryReadClient(PaymentIndex.PaymentIdOf(key.Row), out var clientId)
                && !await IsCurrentAsync(key, stop)
                && await SweepAsync(key, clientId, stop))
            {
                Interlocked.Increment(ref swept);
            }
        });
        return swept;
    }

    private async Task<List<IndexKey>> MissingAsync(Payment payment, CancellationToken cancellation)
    {
        var missing = new List<IndexKey>();
        foreach (var key in (IndexKey[])[PaymentIndex.StatusKey(payment), PaymentIndex.ProviderKey(payment), PaymentIndex.PeriodKey(payment)])
        {
            if (await tables.GetAsync(Tables.PaymentIndex, key.Partition, key.Row, cancellation) is null)
            {
                missing.Add(key);
            }
        }

        return missing;
    }

    private async Task<bool> IsCurrentAsync(IndexKey key, CancellationToken cancellation)
        => await records.FindAsync(PaymentIndex.PaymentIdOf(key.Row), cancellation) is { } payment && PaymentIndex.IsCurrent(key, payment);

    /// <summary>
    /// Takes one row away. A move writes its row before the record, so the row may be ahead of one that is just being
    /// made. Every move is conditional on the client's guard: where the guard can be bumped afterwards, none was made on
    /// what was read before it, and a mover that is refused by the bump writes its row anew.
    /// </summary>
    private async Task<bool> SweepAsync(IndexKey key, string clientId, CancellationToken cancellation)
    {
        using var pass = await gate.EnterAsync(clientId, cancellation);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var guard = await ClientGuard.ReadAsync(tables, clientId, cancellation);
            if (await IsCurrentAsync(key, cancellation))
            {
                break;
            }

            await index.RemoveAsync(key, cancellation);
            try
            {
                await tables.SubmitAsync(Tables.Payments, clientId, [guard.Bump()], cancellation);
                return true;
            }
            catch (TableConflictException)
            {
                // A move came in between, and the row may have been its own; the record tells.
            }
        }

        // What an attempt before may have taken away is put back: a row too many is dropped by every reader.
        await index.AddAsync([key], cancellation);
        return false;
    }
}
