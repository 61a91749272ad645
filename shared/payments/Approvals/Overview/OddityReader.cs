using Serverless.Storage;

namespace Serverless.Payments.Approvals.Overview;

/// <summary>Reads what <see cref="Oddities"/> judges by.</summary>
public sealed class OddityReader(ITableStore tables, BudgetUses budgets)
{
    /// <summary>Payments of a client that are looked at; further ones change no average that matters.</summary>
    private const int OthersMax = 200;

    public async Task<IReadOnlyList<Oddity>> OfAsync(Payment payment, CancellationToken cancellation = default)
    {
        var page = await tables.QueryAsync(Tables.Payments, payment.Facts.ClientId, RowRange.StartingWith(PaymentRowKeys.PaymentPrefix), OthersMax, null, cancellation);
        var others = page.Rows.Select(Rows.Read<Payment>).Where(other => other.Id != payment.Id).ToList();
        return Oddities.Of(payment, await budgets.OfAsync(payment, cancellation), others);
    }
}
