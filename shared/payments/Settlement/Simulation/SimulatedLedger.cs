using System.Collections.Concurrent;

namespace Serverless.Payments.Settlement.Simulation;

/// <summary>A simulated system's own ledger: a JSON line per effect. Reads take no lock; the owner serialises the writers.</summary>
internal sealed class SimulatedLedger<TEntry> : IDisposable
    where TEntry : class, ILedgerEntry
{
    private readonly ConcurrentDictionary<string, SettlementAnswer> answers = new(StringComparer.Ordinal);
    private readonly JsonLines<TEntry> file;
    private readonly Lock totalLock = new();
    private decimal totalPaid;

    /// <exception cref="InvalidDataException">A line cannot be read or repeats a key; the message names it.</exception>
    public SimulatedLedger(string path, TimeProvider clock) => file = new(path, clock, Remember);

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

    public SettlementAnswer? Find(string key) => answers.GetValueOrDefault(key);

    /// <summary>Adds the entries in one write; on disk when the call returns.</summary>
    /// <param name="entries">Of keys that do not stand in the ledger yet.</param>
    public void Append(IReadOnlyList<TEntry> entries)
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

    private void Remember(TEntry entry)
    {
        if (!answers.TryAdd(entry.Key, new(entry.Key, entry.Outcome, entry.Reason)))
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
