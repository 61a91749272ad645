using System.Globalization;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Adjustments;

/// <summary>
/// The guard row of a child's service period. Whoever decides by several of its records bumps it in the same transaction, so
/// that what was decided under an older guard is refused: two corrections never both pass where only one may.
/// </summary>
/// <param name="Period">The service period.</param>
/// <param name="Number">How often it was bumped.</param>
/// <param name="ETag">Null where the partition has none yet.</param>
internal sealed record PeriodGuard(string Period, int Number, string? ETag)
{
    public static async Task<PeriodGuard> ReadAsync(ITableStore tables, string clientId, string period, CancellationToken cancellation)
        => await tables.GetAsync(Tables.ProviderPayments, clientId, ProviderPaymentKeys.Guard(period), cancellation) is { } row
            ? new(period, int.Parse(row.Data, CultureInfo.InvariantCulture), row.ETag)
            : new(period, 0, null);

    /// <summary>Refused where anybody else bumped it since it was read.</summary>
    public TableOperation Bump()
    {
        var next = (Number + 1).ToString(CultureInfo.InvariantCulture);
        return ETag is null
            ? TableOperation.Insert(ProviderPaymentKeys.Guard(Period), next)
            : TableOperation.Update(ProviderPaymentKeys.Guard(Period), next, ETag);
    }
}
