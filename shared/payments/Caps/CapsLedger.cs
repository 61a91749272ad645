using System.Collections.Concurrent;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Caps;

/// <summary>CAPS's own ledger: a JSON line per effect. Reads take no lock; the owner serialises the writers.</summary>
internal sealed class CapsLedger : IDisposable
{
    private readonly ConcurrentDictionary<string, SettlementAnswer> answers = new(StringComparer.Ordinal);
    private readonly JsonLines<CapsLedgerEntry> file;
    private readonly Lock totalLock = new();
    private decimal totalPaid;

    private CapsLedger(string path, TimeProvider clock) => file = new(path, clock, Remember);

    /// <summary>Dollars paid since the ledger began. A decimal, for all payments together may pass the range of one amount.</summary>
    public decimal TotalPaid
    {
        get
        {
            lock (totalLock)
            {
                return totalPaid;
            }
        }
    }

    /// <exception cref="InvalidDataException">A line cannot be read or repeats a key; the message names it.</exception>
    public static CapsLedger Open(string path, TimeProvider clock) => new(path, clock);

    public SettlementAnswer? Find(string key) => answers.GetValueOrDefault(key);

    /// <summary>Adds the entries in one write; on disk when the call returns.</summary>
    /// <param name="entries">Of keys that do not stand in the ledger yet.</param>
    public void Append(IReadOnlyList<CapsLedgerEntry> entries)
    {
        file.Append(entries);
        foreach (var entry in entries)
        {
            Remember(entry);
        }
    }

    /// <exception cref="IOException">The ledger cannot be reached.</exception>
    public void Check() => file.Check();

    public void Dispose() => file.Dispose();

    private void Remember(CapsLedgerEntry entry)
    {
        if (!answers.TryAdd(entry.Key, entry.ToAnswer()))
        {
            throw new InvalidDataException($"The key {entry.Key} stands in the ledger already.");
        }

        if (entry.Outcome == SettlementOutcome.Paid)
        {
            lock (totalLock)
            {
                totalPaid += entry.Amount.Amount;
            }
        }
    }
}
