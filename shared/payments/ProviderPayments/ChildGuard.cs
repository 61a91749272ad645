using System.Globalization;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments;

/// <summary>
/// A child's guard row for a service period. Whoever decides by several of the child's payments bumps it in the same
/// transaction, so that what was decided under an older guard is refused: the same hours are never authorised to two providers.
/// </summary>
/// <param name="ClientId">The child.</param>
/// <param name="Number">How often it was bumped.</param>
/// <param name="ETag">Null where the partition has none yet.</param>
public sealed record ChildGuard(string ClientId, string Period, int Number, string? ETag)
{
    public static async Task<ChildGuard> ReadAsync(ITableStore tables, string clientId, string period, CancellationToken cancellation)
        => await tables.GetAsync(Tables.ProviderPayments, clientId, ProviderPaymentKeys.Guard(period), cancellation) is { } row
            ? new ChildGuard(clientId, period, int.Parse(row.Data, CultureInfo.InvariantCulture), row.ETag)
            : new ChildGuard(clientId, period, 0, null);

    /// <summary>Refused where anybody else bumped it since it was read.</summary>
    public TableOperation Bump()
    {
        var next = (Number + 1).ToString(CultureInfo.InvariantCulture);
        return ETag is null
            ? TableOperation.Insert(ProviderPaymentKeys.Guard(Period), next)
            : TableOperation.Update(ProviderPaymentKeys.Guard(Period), next, ETag);
    }
}
