using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;

namespace Serverless.Payments.Caps;

/// <summary>CAPS's own ledger: a JSON line per effect. Reads take no lock; the owner serialises the writers.</summary>
internal sealed class CapsLedger : IDisposable
{
    private readonly ConcurrentDictionary<string, CapsAnswer> answers = new(StringComparer.Ordinal);
    private readonly AppendOnlyFile file;
    private decimal totalPaid;

    private CapsLedger(string path, TimeProvider clock) => file = AppendOnlyFile.Open(path, clock, Read);

    /// <summary>Dollars paid since the ledger began. A decimal, for all payments together may pass the range of one amount.</summary>
    public decimal TotalPaid
    {
        get
        {
            lock (answers)
            {
                return totalPaid;
            }
        }
    }

    /// <exception cref="InvalidDataException">A line cannot be read or repeats a key; the message names it.</exception>
    public static CapsLedger Open(string path, TimeProvider clock) => new(path, clock);

    public CapsAnswer? Find(string key) => answers.GetValueOrDefault(key);

    /// <summary>Adds the entries in one write; on disk when the call returns.</summary>
    /// <param name="entries">Of keys that do not stand in the ledger yet.</param>
    public void Append(IReadOnlyList<CapsLedgerEntry> entries)
    {
        var lines = new ArrayBufferWriter<byte>(256 * entries.Count);
        using (var writer = new Utf8JsonWriter(lines))
        {
            foreach (var entry in entries)
            {
                JsonSerializer.Serialize(writer, entry, CapsJson.Line);
                writer.Flush();
                lines.Write("\n"u8);
                writer.Reset();
            }
        }

        file.Append(lines.WrittenSpan);
        foreach (var entry in entries)
        {
            Remember(entry);
        }
    }

    /// <exception cref="IOException">The ledger cannot be reached.</exception>
    public void Check() => file.Check();

    public void Dispose() => file.Dispose();

    private void Read(ReadOnlyMemory<byte> line)
    {
        var entry = JsonSerializer.Deserialize<CapsLedgerEntry>(line.Span, CapsJson.Line)
            ?? throw new InvalidDataException("It holds null.");
        Remember(entry);
    }

    private void Remember(CapsLedgerEntry entry)
    {
        if (!answers.TryAdd(entry.Key, entry.Answer))
        {
            throw new InvalidDataException($"The key {entry.Key} stands in the ledger already.");
        }

        if (entry.Outcome == CapsOutcome.Paid)
        {
            lock (answers)
            {
                totalPaid += entry.Amount.Amount;
            }
        }
    }
}
