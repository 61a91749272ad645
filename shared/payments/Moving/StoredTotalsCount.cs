using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Invoices;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.Remittances;
using Serverless.Payments.WeeklyRun;
using Serverless.Storage;

namespace Serverless.Payments.Moving;

/// <summary>Adds up an installation row by row, from a store or from an export alike.</summary>
public sealed class StoredTotalsCount
{
    private readonly SortedDictionary<PaymentStatus, (int Count, Money Amount)> statuses = new(PaymentStatuses.All.ToDictionary(status => status, _ => (0, Money.Zero)));
    private readonly SortedDictionary<ProviderPaymentStatus, (int Count, Money Amount)> provided = new(Enum.GetValues<ProviderPaymentStatus>().ToDictionary(status => status, _ => (0, Money.Zero)));
    private readonly SortedDictionary<string, Money> balances = new(StringComparer.Ordinal);
    private int openRuns;
    private int openIntakes;
    private int openExports;
    private int openPostings;

    /// <summary>Every row counts once, in any order.</summary>
    public void Add(string table, TableRow row)
    {
        if (table == Tables.Payments && row.RowKey.StartsWith(PaymentRowKeys.PaymentPrefix, StringComparison.Ordinal))
        {
            var payment = Rows.Read<Payment>(row);
            var (count, amount) = statuses[payment.Status];
            statuses[payment.Status] = (count + 1, amount + payment.Facts.Amount);
        }
        else if (table == Tables.ProviderPayments && row.RowKey.StartsWith(ProviderPaymentKeys.PaymentPrefix, StringComparison.Ordinal))
        {
            var payment = Rows.Read<ProviderPayment>(row);
            var (count, amount) = provided[payment.Status];
            provided[payment.Status] = (count + 1, amount + (payment.Amount ?? Money.Zero));
        }
        else if (table == Tables.PaymentExports && row.RowKey == PaymentExportKeys.Export)
        {
            openExports += Rows.Read<PaymentExportRecord>(row).Status == PaymentExportStatus.Running ? 1 : 0;
        }
        else if (table == Tables.Remittances && row.RowKey == RemittanceKeys.Session)
        {
            openPostings += Rows.Read<Remittance>(row).Status == RemittanceStatus.Posting ? 1 : 0;
        }
        else if (table is Tables.Payments or Tables.MassPayments or Tables.ProviderPayments or Tables.Billing or Tables.Remittances or Tables.Charges && row.RowKey.StartsWith(Ledger.TrialBalance.JournalPrefix, StringComparison.Ordinal))
        {
            foreach (var leg in Rows.Read<JournalEntry>(row).Legs)
            {
                balances[leg.Account] = balances.GetValueOrDefault(leg.Account) + leg.Amount;
            }
        }
        else if (table == Tables.Runs && row.PartitionKey == RunRecords.Runs)
        {
            openRuns += Rows.Read<Run>(row).Status == RunStatus.Running ? 1 : 0;
        }
        else if (table == Tables.Intake)
        {
            openIntakes += row.RowKey.StartsWith(IntakeRecords.OpenPrefix, StringComparison.Ordinal) ? 1 : 0;
        }
    }

    /// <summary>The sums over what was added so far.</summary>
    public StoredTotals Sum() => new(
        [.. statuses.Select(pair => new StatusTotal(pair.Key.DisplayName(), pair.Value.Count, pair.Value.Amount.ToString()))],
        [.. balances.Select(pair => new AccountTotal(pair.Key, pair.Value.ToString()))],
        balances.Values.Aggregate(Money.Zero, (sum, balance) => sum + balance).ToString(),
        openRuns,
        openIntakes,
        [.. provided.Select(pair => new StatusTotal(pair.Key.DisplayName(), pair.Value.Count, pair.Value.Amount.ToString()))],
        openExports,
        openPostings);
}
