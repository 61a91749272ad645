using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Takes payments for a run: each by a conditional write of the run's id, so that no hold and no other run reaches it until it is answered.</summary>
public sealed class RunClaims(ITableStore tables, PaymentRecords records, ClientGate gate)
{
    /// <summary>Payments taken in one step; also the size of a batch to CAPS.</summary>
    public const int BatchMax = 100;

    /// <summary>Attempts at one payment that others keep changing; it is left for the next run after that.</summary>
    private const int AttemptsMax = 20;

    /// <summary>Takes the next payments of one shard of Submitted to CAPS. Repeating it takes the same ones again.</summary>
    /// <returns>Those that the run has now, and what the next step goes on from.</returns>
    public async Task<(IReadOnlyList<Payment> Taken, string? Continuation)> TakeAsync(ClaimStep step, CancellationToken cancellation)
    {
        // The cut-off is inclusive: the next tick begins what is for the next run.
        var before = PaymentIndex.RowKey(step.CutOff.AddTicks(1), string.Empty);
        var from = step.From is { } earliest ? PaymentIndex.RowKey(earliest, string.Empty) : null;
        var page = await tables.QueryAsync(Tables.PaymentIndex, PaymentIndex.StatusPartitions(PaymentStatus.SubmittedToCaps).ElementAt(step.Shard), new RowRange(from, before), BatchMax, step.Continuation, cancellation);
        var taken = await Task.WhenAll(page.Rows.Select(row => TakeAsync(step.RunId, new IndexKey(row.PartitionKey, row.RowKey), cancellation)));
        return ([.. taken.OfType<Payment>()], page.Continuation);
    }

    private async Task<Payment?> TakeAsync(string runId, IndexKey key, CancellationToken cancellation)
    {
        var paymentId = PaymentIndex.PaymentIdOf(key.Row);
        if (!records.Ids.TryReadClient(paymentId, out var clientId))
        {
            throw new InvalidDataException($"The index holds '{paymentId}', which is no payment's id.");
        }

        // A move that is just being written has its index row already; behind the gate its record has caught up,
        // so that what entered before the cut-off is not missed.
        using var pass = await gate.EnterAsync(clientId, cancellation);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await records.FindWithETagAsync(paymentId, cancellation) is not var (payment, etag)
                || !PaymentIndex.IsCurrent(key, payment)
                || (payment.RunId is not null && payment.RunId != runId))
            {
                return null;
            }

            if (payment.RunId == runId)
            {
                return payment;
            }

            var taken = payment with { RunId = runId };
            try
            {
                await tables.SubmitAsync(Tables.Payments, clientId, [TableOperation.Update(PaymentRowKeys.Payment(payment.Id), Rows.Write(taken), etag)], cancellation);
                return taken;
            }
            catch (TableConflictException)
            {
                // A hold or another run of another process came first; the record is read again.
            }
        }

        return null;
    }
}

/// <param name="Shard">Which part of the index.</param>
/// <param name="Continuation">Where the step before ended; null for the first.</param>
/// <param name="From">Only what entered Submitted to CAPS from here on; all where null.</param>
public sealed record ClaimStep(string RunId, DateTimeOffset CutOff, int Shard, string? Continuation, DateTimeOffset? From = null);
