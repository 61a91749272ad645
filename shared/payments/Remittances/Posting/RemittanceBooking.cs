using Serverless.Payments.Amounts;
using Serverless.Payments.Codes;
using Serverless.Payments.Ledger;

namespace Serverless.Payments.Remittances.Posting;

/// <summary>What a posting books: an entry for each check that moves anything (ALL-1).</summary>
public static class RemittanceBooking
{
    /// <summary>
    /// Cash and adjustments are debited, the payers' receivable is credited with both; a takeback the other way round.
    /// Overhead is a negative adjustment, and so a credit. What a payer withheld for no invoice is debited.
    /// </summary>
    /// <returns>By check; denials move nothing and have no entry.</returns>
    public static IReadOnlyDictionary<int, JournalEntry> Entries(RemittanceState state, DateTimeOffset at)
    {
        var session = state.Remittance;
        var entries = new SortedDictionary<int, JournalEntry>();
        foreach (var check in session.Checks)
        {
            if (Legs(state, check) is { Count: > 0 } legs)
            {
                entries.Add(check.N, new JournalEntry(session.Id, check.N, at, $"Batch {session.BatchNumber}, check {check.RefNo}", legs));
            }
        }

        return entries;
    }

    private static List<Leg> Legs(RemittanceState state, RemittanceCheck check)
    {
        var lines = state.Queue.Where(entry => entry.Sheet == check.Sheet).SelectMany(entry => entry.Lines).ToList();
        var posts = lines.Aggregate(Money.Zero, (sum, line) => sum + line.Post);
        var adjustments = lines.SelectMany(line => line.Adjustments)
            .GroupBy(adjustment => adjustment.Kind)
            .OrderBy(kind => kind.Key)
            .Select(kind => new Leg(AccountOf(kind.Key), kind.Aggregate(Money.Zero, (sum, adjustment) => sum + adjustment.Amount)))
            .ToList();
        var adjusted = adjustments.Aggregate(Money.Zero, (sum, leg) => sum + leg.Amount);
        var withheld = check.ProviderAdjustments.Aggregate(Money.Zero, (sum, adjustment) => sum + adjustment.Amount);
        List<Leg> legs =
        [
            new(Accounts.CashReceipts, check.Amount),
            new(Accounts.ProviderLevelAdjustments, withheld),
            .. adjustments,
            new(Accounts.PayersReceivable, -(posts + adjusted)),
        ];
        return [.. legs.Where(leg => leg.Amount != Money.Zero)];
    }

    private static string AccountOf(AdjustmentKind kind) => kind switch
    {
        AdjustmentKind.Contractual => Accounts.ContractualAdjustments,
        AdjustmentKind.WriteOff => Accounts.WriteOffs,
        AdjustmentKind.Overhead => Accounts.OverheadPayments,
        _ => Accounts.OtherAdjustments,
    };
}
