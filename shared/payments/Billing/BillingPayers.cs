using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Payments.Billing;

/// <summary>The payers that anything was billed to.</summary>
public sealed class BillingPayers(ITableStore tables)
{
    /// <summary>In no order that means anything to people.</summary>
    public async IAsyncEnumerable<BillingPayer> ScanAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ScanAsync(Tables.Billing, BillingKeys.PayersPartition, RowRange.All, cancellation))
        {
            yield return new BillingPayer(Rows.Read<string>(row), row.RowKey);
        }
    }

    /// <summary>All of them by name.</summary>
    public async Task<IReadOnlyList<BillingPayer>> ListAsync(CancellationToken cancellation = default)
    {
        var payers = new List<BillingPayer>();
        await foreach (var payer in ScanAsync(cancellation))
        {
            payers.Add(payer);
        }

        return [.. payers.OrderBy(payer => payer.Name, StringComparer.OrdinalIgnoreCase).ThenBy(payer => payer.Name, StringComparer.Ordinal)];
    }
}

/// <param name="Name">As it was spelled first; spellings that differ in case and spaces alone are the same payer's.</param>
/// <param name="Partition">Where its invoices are kept; stands for the name where it cannot be written, as in an address.</param>
public sealed record BillingPayer(string Name, string Partition);
