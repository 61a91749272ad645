using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Storage;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Takes payment requests of mass payments for a run, as <see cref="RunClaims"/> takes payments: each by a conditional write of the run's id.</summary>
public sealed class RequestClaims(ITableStore tables, RequestRecords records, RequestIndex index)
{
    /// <summary>Attempts at one request that others keep changing; it is left for the next run after that.</summary>
    private const int AttemptsMax = 20;

    /// <summary>Takes the next requests of one shard of what is authorised. Repeating it takes the same ones again.</summary>
    /// <returns>Those that the run has now, and what the next step goes on from.</returns>
    public async Task<(IReadOnlyList<PaymentRequest> Taken, string? Continuation)> TakeAsync(ClaimStep step, CancellationToken cancellation)
    {
        // The cut-off is inclusive: the next tick begins what is for the next run.
        var before = RequestIndex.RowKey(step.CutOff.AddTicks(1), string.Empty);
        var from = step.From is { } earliest ? RequestIndex.RowKey(earliest, string.Empty) : null;
        var page = await tables.QueryAsync(Tables.RequestIndex, RequestIndex.Partition(RequestStatus.Authorized, step.Shard), new RowRange(from, before), RunClaims.BatchMax, step.Continuation, cancellation);
        var taken = await Task.WhenAll(page.Rows.Select(row => TakeAsync(step.RunId, new IndexKey(row.PartitionKey, row.RowKey), cancellation)));
        return ([.. taken.OfType<PaymentRequest>()], page.Continuation);
    }

    private async Task<PaymentRequest?> TakeAsync(string runId, IndexKey key, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            // What is listed and not there is of an approval that is at work, or that came to nothing.
            if (await records.FindWithETagAsync(RequestIndex.RequestIdOf(key.Row), cancellation) is not var (request, etag))
            {
                return null;
            }

            if (request.Status.IsFinal())
            {
                // What is final never comes back; its row was left by a crash.
                await index.RemoveAsync(key, cancellation);
                return null;
            }

            if (RequestIndex.KeyOf(request) != key || (request.RunId is not null && request.RunId != runId))
            {
                return null;
            }

            if (request.RunId == runId)
            {
                return request;
            }

            var taken = request with { RunId = runId };
            try
            {
                await tables.SubmitAsync(Tables.MassPayments, request.MassPaymentId, [TableOperation.Update(MassPaymentKeys.Request(request.N), Rows.Write(taken), etag)], cancellation);
                return taken;
            }
            catch (TableConflictException)
            {
                // It was cancelled, or another run of another process came first; it is read again.
            }
        }

        return null;
    }
}
