using Serverless.Storage;

namespace Serverless.Payments.MassPayments.Requests;

/// <summary>Sees to it that every payment request in which something is to be done is listed, by the records themselves.</summary>
public sealed class RequestRepair(MassPaymentRecords pages, RequestRecords requests, RequestIndex index)
{
    /// <summary>Lists what is missing from the lists; repeating it changes nothing.</summary>
    /// <returns>How many requests were looked at that are not final.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation = default)
    {
        var live = 0;
        var together = new List<PaymentRequest>(TableLimits.TransactionRowsMax);
        await foreach (var (_, page) in pages.ListAsync(cancellation: cancellation))
        {
            await foreach (var request in requests.OfAsync(page, cancellation))
            {
                if (!RequestIndex.IsListed(request.Status))
                {
                    continue;
                }

                live++;
                together.Add(request);
                if (together.Count == TableLimits.TransactionRowsMax)
                {
                    await index.AddAsync(together, cancellation);
                    together.Clear();
                }
            }
        }

        await index.AddAsync(together, cancellation);
        return live;
    }
}
