using System.Globalization;
using Serverless.Storage;

namespace Serverless.Payments.Directory;

/// <summary>
/// A client's guard row. Whoever writes something that a validation looks at bumps it in the same transaction, so
/// what was validated under an older guard is refused: two payments never both pass where only one may (UPI-3).
/// </summary>
/// <param name="Number">How often it was bumped.</param>
/// <param name="ETag">Null where the partition has none yet.</param>
public sealed record ClientGuard(int Number, string? ETag)
{
    public static async Task<ClientGuard> ReadAsync(ITableStore tables, string clientId, CancellationToken cancellation)
        => await tables.GetAsync(Tables.Payments, clientId, ClientRowKeys.Guard, cancellation) is { } row
            ? new ClientGuard(int.Parse(row.Data, CultureInfo.InvariantCulture), row.ETag)
            : new ClientGuard(0, null);

    /// <summary>Refused where anybody else bumped it since it was read.</summary>
    public TableOperation Bump()
    {
        var next = (Number + 1).ToString(CultureInfo.InvariantCulture);
        return ETag is null
            ? TableOperation.Insert(ClientRowKeys.Guard, next)
            : TableOperation.Update(ClientRowKeys.Guard, next, ETag);
    }
}
