using System.Runtime.CompilerServices;
using Serverless.Payments.Identity;
using Serverless.Storage;

namespace Serverless.Payments.MassPayments.Requests;

/// <summary>Payment requests, which exist from the approval of their mass payment on (KEES-7).</summary>
public sealed class RequestRecords(ITableStore tables, MassPaymentRecords pages)
{
    /// <summary>Requests written together, each with the first entry of its history.</summary>
    private const int TogetherMax = TableLimits.TransactionRowsMax / 2;

    /// <summary>Attempts at requests that another run of the same activity writes, too.</summary>
    private const int AttemptsMax = 20;

    /// <summary>The request, or null where there is none that exists.</summary>
    public async Task<PaymentRequest?> FindAsync(string requestId, CancellationToken cancellation = default)
        => (await FindWithETagAsync(requestId, cancellation))?.Request;

    /// <summary>The request with its ETag, for a conditional write, and the mass payment that it is of.</summary>
    public async Task<(PaymentRequest Request, string ETag, MassPayment Page)?> FindWithETagAsync(string requestId, CancellationToken cancellation = default)
    {
        if (!MassPaymentKeys.TryReadRequestId(requestId, out var massPaymentId, out var n)
            || await pages.FindAsync(massPaymentId, cancellation) is not { Status: MassPaymentStatus.Approved } page
            || await tables.GetAsync(Tables.MassPayments, massPaymentId, MassPaymentKeys.Request(n), cancellation) is not { } row)
        {
            return null;
        }

        var request = Rows.Read<PaymentRequest>(row);
        return request.Approval == page.Attempt ? (request, row.ETag, page) : null;
    }

    /// <summary>The requests of a mass payment in the order of its entries; none before it is approved.</summary>
    public async IAsyncEnumerable<PaymentRequest> OfAsync(MassPayment page, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (page.Status != MassPaymentStatus.Approved)
        {
            yield break;
        }

        await foreach (var row in tables.ScanAsync(Tables.MassPayments, page.Id, RowRange.StartingWith(MassPaymentKeys.RequestPrefix), cancellation))
        {
            if (Rows.Read<PaymentRequest>(row) is var request && request.Approval == page.Attempt)
            {
                yield return request;
            }
        }
    }

    /// <summary>The request's moves in their order.</summary>
    public async Task<IReadOnlyList<RequestMove>> HistoryAsync(PaymentRequest request, CancellationToken cancellation = default)
    {
        var moves = new List<RequestMove>();
        await foreach (var row in tables.ScanAsync(Tables.MassPayments, request.MassPaymentId, RowRange.StartingWith(MassPaymentKeys.HistoryPrefix(request.N)), cancellation))
        {
            moves.Add(Rows.Read<RequestMove>(row));
        }

        return moves;
    }

    /// <summary>
    /// Writes the requests of an approval that is at work; they exist once it is approved. Repeating it, even after that,
    /// changes nothing: a request that was written may have been paid meanwhile.
    /// </summary>
    public async Task WriteAsync(MassPayment page, IReadOnlyList<PaymentRequest> requests, CancellationToken cancellation)
    {
        foreach (var together in requests.Chunk(TogetherMax))
        {
            TableOperation[] writes = [.. together.Select(request => TableOperation.Insert(MassPaymentKeys.Request(request.N), Rows.Write(request)))];
            for (var attempt = 1; writes.Length > 0; attempt++)
            {
                try
                {
                    await tables.SubmitAsync(Tables.MassPayments, page.Id, [.. writes, .. together.Select(request => Made(page, request))], cancellation);
                    break;
                }
                catch (TableConflictException) when (attempt < AttemptsMax)
                {
                    writes = await MissingAsync(page, together, cancellation);
                }
            }
        }
    }

    /// <summary>What a move writes: the request, its history, and its journal entry where money moves.</summary>
    public static IReadOnlyList<TableOperation> MoveOperations(PaymentRequest after, string etag, RequestMove move)
    {
        var operations = new List<TableOperation>
        {
            TableOperation.Update(MassPaymentKeys.Request(after.N), Rows.Write(after), etag),
            TableOperation.Insert(MassPaymentKeys.History(after.N, after.Version), Rows.Write(move)),
        };
        if (RequestBooking.Moved(after) is { } entry)
        {
            operations.Add(TableOperation.Insert(MassPaymentKeys.Journal(after.N, after.Version), Rows.Write(entry)));
        }

        return operations;
    }

    /// <summary>The beginning of its history; it says the same however often it is written.</summary>
    private static TableOperation Made(MassPayment page, PaymentRequest request)
        => TableOperation.Upsert(MassPaymentKeys.History(request.N, 1), Rows.Write(new RequestMove(null, RequestStatus.Authorized, page.ApprovedBy!, Role.Operations, request.StatusSince, null)));

    /// <summary>What is still to be written of requests of which some stand: from a first run of the same approval, or from one that came to nothing.</summary>
    private async Task<TableOperation[]> MissingAsync(MassPayment page, PaymentRequest[] requests, CancellationToken cancellation)
    {
        var writes = new List<TableOperation>(requests.Length);
        foreach (var request in requests)
        {
            var row = await tables.GetAsync(Tables.MassPayments, page.Id, MassPaymentKeys.Request(request.N), cancellation);
            if (row is null)
            {
                writes.Add(TableOperation.Insert(MassPaymentKeys.Request(request.N), Rows.Write(request)));
            }
            else if (Rows.Read<PaymentRequest>(row).Approval < request.Approval)
            {
                writes.Add(TableOperation.Update(row.RowKey, Rows.Write(request), row.ETag));
            }
        }

        return [.. writes];
    }
}
