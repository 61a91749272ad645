using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Serverless.Storage;

namespace Serverless.Payments.People;

/// <summary>
/// Rows of the settings by which the keys of an installation are known again, without giving any of them away. Under other
/// keys people would be there and not be found, and their numbers would not open; it is better told at the start.
/// </summary>
public sealed class SsnKeyChecks(ITableStore tables, ILogger<SsnKeyChecks> logger)
{
    /// <summary>Attempts while other hosts keep adding keys.</summary>
    private const int AttemptsMax = 5;
    private const string Partition = "ssn-keys";
    private const string SearchRow = "search";
    private const string VersionPrefix = "sealing|";

    /// <summary>Whether numbers were ever kept here, under whichever keys.</summary>
    public static async Task<bool> AnyAsync(ITableStore tables, CancellationToken cancellation = default)
        => (await tables.QueryAsync(Tables.Settings, Partition, RowRange.All, 1, null, cancellation)).Rows.Count > 0;

    /// <summary>Remembers keys that are new here. Safe in several hosts at once; the first one's keys hold.</summary>
    /// <exception cref="InvalidDataException">A key is another than before, or is missing; nothing was written.</exception>
    public async Task KeepAsync(SsnKeys keys, CancellationToken cancellation = default)
    {
        var asked = ValuesOf(keys);
        for (var attempt = 1; ; attempt++)
        {
            var kept = await ReadAsync(cancellation);
            Compare(asked, kept);
            var missing = asked.Where(key => !kept.ContainsKey(key.Key)).ToList();
            if (missing.Count == 0)
            {
                return;
            }

            try
            {
                // All at once: of two hosts that begin with different keys, neither must have half.
                await tables.SubmitAsync(Tables.Settings, Partition, [.. missing.Select(key => TableOperation.Insert(key.Key, key.Value))], cancellation);
                missing.ForEach(key => Log.SsnKeyKept(logger, Describe(key.Key)));
                return;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another host was first; its keys are compared like any others.
            }
        }
    }

    private static void Compare(Dictionary<string, string> asked, Dictionary<string, string> kept)
    {
        foreach (var (row, value) in kept)
        {
            if (!asked.TryGetValue(row, out var given))
            {
                throw new InvalidDataException($"Social Security numbers of this installation are kept under {Describe(row)}, which is not among the keys. Put it back: from the backup of keys/{SsnKeyFile.Name}, or from where the settings Serverless:Ssn have it.");
            }

            if (given != value)
            {
                throw new InvalidDataException($"Social Security numbers of this installation are kept under another key than the one that is given as {Describe(row)}: people would not be found, and their numbers would not open. Put the former back: from the backup of keys/{SsnKeyFile.Name}, or from where the settings Serverless:Ssn have it. A new key for new numbers is a further version.");
            }
        }
    }

    /// <summary>A keyed hash of what no number is, so that it equals no fingerprint.</summary>
    private static Dictionary<string, string> ValuesOf(SsnKeys keys) => keys.Sealing
        .Select(key => (Row: $"{VersionPrefix}{key.Key}", Key: key.Value))
        .Prepend((Row: SearchRow, Key: keys.Search))
        .ToDictionary(key => key.Row, key => Convert.ToHexStringLower(HMACSHA256.HashData(key.Key, "Is this the key that numbers are kept under?"u8)), StringComparer.Ordinal);

    private static string Describe(string row) => row == SearchRow ? "the search key" : $"the key of version {row[VersionPrefix.Length..]}";

    private async Task<Dictionary<string, string>> ReadAsync(CancellationToken cancellation)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var row in tables.ScanAsync(Tables.Settings, Partition, RowRange.All, cancellation))
        {
            kept.Add(row.RowKey, row.Data);
        }

        return kept;
    }
}
