using Serverless.Payments.Amounts;
using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.Ledger;

/// <summary>Every account with its balance, summed from the journal; the sum over all is zero at any moment (ALL-1).</summary>
public sealed record TrialBalance(IReadOnlyList<AccountBalance> Accounts, Money Sum)
{
    /// <summary>Journal rows in a client's partition start with this.</summary>
    public const string JournalPrefix = "j|";

    /// <summary>Reads the whole journal. An entry is one row, so no entry is seen in part, whatever is written meanwhile.</summary>
    public static async Task<TrialBalance> ReadAsync(ITableStore tables, AgencyDirectory directory, CancellationToken cancellation = default)
    {
        var balances = new SortedDictionary<string, Money>(StringComparer.Ordinal);
        await foreach (var clientId in directory.ClientIdsAsync(cancellation))
        {
            await foreach (var row in tables.ScanAsync(Tables.Payments, clientId, RowRange.StartingWith(JournalPrefix), cancellation))
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
