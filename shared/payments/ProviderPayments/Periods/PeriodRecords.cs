using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Periods;

/// <summary>The service periods that were generated.</summary>
public sealed class PeriodRecords(ITableStore tables)
{
    public async Task<(GeneratedPeriod Period, string ETag)?> FindWithETagAsync(string period, CancellationToken cancellation = default)
        => await tables.GetAsync(Tables.ProviderPayments, ProviderPaymentKeys.PeriodsPartition, period, cancellation) is { } row
            ? (Rows.Read<GeneratedPeriod>(row), row.ETag)
            : null;

    /// <summary>All of them, in order.</summary>
    public async IAsyncEnumerable<GeneratedPeriod> ListAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ScanAsync(Tables.ProviderPayments, ProviderPaymentKeys.PeriodsPartition, RowRange.All, cancellation))
        {
            yield return Rows.Read<GeneratedPeriod>(row);
        }
    }

    /// <returns>Whether it was written; somebody else came first where not.</returns>
    public async Task<bool> TryWriteAsync(GeneratedPeriod period, string? etag, CancellationToken cancellation)
    {
        var row = etag is null ? TableOperation.Insert(period.Period, Rows.Write(period)) : TableOperation.Update(period.Period, Rows.Write(period), etag);
        try
        {
            await tables.SubmitAsync(Tables.ProviderPayments, ProviderPaymentKeys.PeriodsPartition, [row], cancellation);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }
}
