using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Storage;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Takes payment requests of mass payments for a run, as <see cref="RunClaims"/> takes payments: each by a conditional write of the run's id.</summary>
public sealed class RequestClaims(ITableStore tables, RequestRecords records, RequestIndex index)
{
    /// <summary>How long an approval takes at most, but for outages, from when it was asked for, which is the time that its requests are listed under.</summary>
    private static readonly TimeSpan ApprovedWithin = TimeSpan.FromHours(1);

    /// <summary>Attempts at one request that others keep changing; it is left for the next run after that.</summary>
    private const int AttemptsMax = 20;

    /// <summary>Takes the next requests of one shard of what is authorised. Repeating it takes the same ones again.</summary>
    /// <returns>Those that the run has now, and what the next step goes on from.</returns>
    public async Task<(IReadOnlyList<PaymentRequest> Taken, string? Continuation)> TakeAsync(ClaimStep step, CancellationToken cancellation)
    {
        // The cut-off is inclusive: the next tick begins what is for the next run.
        var before = RequestIndex.RowKey(step.CutOff.AddTicks(1), string.Empty);
        var from = step.From is { } earliest ? RequestIndex.RowKey(earliest - ApprovedWithin, string.Empty) : null;
        var page = await tables.QueryAsync(Tables.RequestIndex, RequestIndex.Partition(RequestStatus.Authorized, step.Shard), new RowRange(from, before), RunClaims.BatchMax, step.Continuation, cancellation);
        var taken = await Task.WhenAll(page.Rows.Select(row => TakeAsync(step, new IndexKey(row.PartitionKey, row.RowKey), cancellation)));
        return ([.. taken.OfType<PaymentRequest>()], page.Continuation);
    }

    private async Task<PaymentRequest?> TakeAsync(ClaimStep step, IndexKey key, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            // What is listed and not there is of an approval that is at work, or that came to nothing.
            if (await records.FindWithETagAsync(RequestIndex.RequestIdOf(key.Row), cancellation) is not var (request, etag, page))
            {
                return null;
            }

            if (request.StatusSince > RequestIndex.TimeOf(key.Row))
            {
                // It has moved on since, and its row was left by a crash; a move that is still to come has a later time.
                await index.RemoveAsync(key, cancellation);
                return null;
            }

            // Listed by when its approval was asked for, it exists from when that was granted; later is for the next run.
            if (RequestIndex.KeyOf(request) != key || page.ApprovedAt > step.CutOff || (request.RunId is not null && request.RunId != step.RunId))
            {
                return null;
            }

            if (request.RunId == step.RunId)
            {
                return request;
            }

            var taken = request with { RunId = step.RunId };
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
