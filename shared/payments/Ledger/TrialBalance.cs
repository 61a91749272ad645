using Serverless.Payments.Amounts;
using Serverless.Storage;

namespace Serverless.Payments.Ledger;

/// <summary>Every account with its balance, summed from the journal; the sum over all is zero at any moment (ALL-1).</summary>
public sealed record TrialBalance(IReadOnlyList<AccountBalance> Accounts, Money Sum)
{
    /// <summary>Journal rows in a partition start with this.</summary>
    public const string JournalPrefix = "j|";

    /// <summary>Reads the whole journal. An entry is one row, so no entry is seen in part, whatever is written meanwhile.</summary>
    /// <param name="tables">Where it stands.</param>
    /// <param name="places">Every partition that may hold entries.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<TrialBalance> ReadAsync(ITableStore tables, IAsyncEnumerable<JournalPlace> places, CancellationToken cancellation = default)
    {
        var balances = new SortedDictionary<string, Money>(StringComparer.Ordinal);
        await foreach (var (table, partition) in places.WithCancellation(cancellation))
        {
            await foreach (var row in tables.ScanAsync(table, partition, RowRange.StartingWith(JournalPrefix), cancellation))
            {
                foreach (var leg in Rows.Read<JournalEntry>(row).Legs)
                {
                    balances[leg.Account] = balances.GetValueOrDefault(leg.Account) + leg.Amount;
                }
            }
        }

        var accounts = balances.Select(pair => new AccountBalance(pair.Key, pair.Value)).ToList();
        return new TrialBalance(accounts, accounts.Aggregate(Money.Zero, (sum, account) => sum + account.Balance));
    }
}

/// <param name="Balance">Debits above zero, credits below.</param>
public sealed record AccountBalance(string Account, Money Balance);

/// <summary>A partition that may hold journal entries.</summary>
public sealed record JournalPlace(string Table, string Partition);
