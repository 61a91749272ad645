using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Payments.Settlement.Simulation;

/// <summary>
/// A simulated system's own copy of what it judges by, in one file. Readers see an immutable snapshot and take no lock; a
/// change replaces the file whole before it is seen. Writers are serialised by the owner.
/// </summary>
internal sealed class SimulatedRegister<TRecord>
    where TRecord : class, IRegistered<TRecord>
{
    private readonly string path;
    private volatile Dictionary<(string ProviderId, string Part), RegisterEntry<TRecord>> snapshot;

    private SimulatedRegister(string path, IEnumerable<RegisterEntry<TRecord>> entries)
    {
        this.path = path;
        snapshot = entries.ToDictionary(entry => entry.Record.GetKey());
    }

    public int Count => snapshot.Count;

    /// <param name="path">The file; nothing is known where there is none.</param>
    /// <param name="title">What it holds, as the beginning of a sentence.</param>
    /// <exception cref="InvalidDataException">The file cannot be read as such records.</exception>
    public static SimulatedRegister<TRecord> Open(string path, string title)
    {
        if (!File.Exists(path))
        {
            return new(path, []);
        }

        try
        {
            var entries = JsonSerializer.Deserialize<JsonElement[]>(File.ReadAllBytes(path), SettlementJson.Indented);
            return new(path, (entries ?? []).Select(RegisterEntry<TRecord>.Read));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new InvalidDataException(
                $"{title} in {path} cannot be read: {exception.Message} Mend the file, or move it away to begin with none.", exception);
        }
    }

    public TRecord? Find(string providerId, string part) => snapshot.GetValueOrDefault((providerId, part))?.Record;

    /// <returns>The record as it was set, by this call or by one of the same change id before; null where the condition refused, and nothing changed then.</returns>
    public async Task<TRecord?> PutAsync(TRecord record, string changeId, Func<int?, bool>? ifVersion, CancellationToken cancellation)
    {
        var before = snapshot.GetValueOrDefault(record.GetKey());
        if (before?.FindChange(changeId) is { } made)
        {
            return record.AtVersion(made.Version);
        }

        if (ifVersion?.Invoke(before?.Record.Version) == false)
        {
            return null;
        }

        var after = RegisterEntry<TRecord>.Next(before, record, changeId);
        await ReplaceAsync(new(snapshot) { [record.GetKey()] = after }, cancellation);
        return after.Record;
    }

    public Task SeedAsync(IReadOnlyList<TRecord> records, CancellationToken cancellation)
        => ReplaceAsync(records.ToDictionary(record => record.GetKey(), RegisterEntry<TRecord>.Of), cancellation);

    private async Task ReplaceAsync(Dictionary<(string ProviderId, string Part), RegisterEntry<TRecord>> next, CancellationToken cancellation)
    {
        var ordered = next.OrderBy(pair => pair.Key.ProviderId, StringComparer.Ordinal).ThenBy(pair => pair.Key.Part, StringComparer.Ordinal);
        var content = new JsonArray([.. ordered.Select(pair => pair.Value.Write())]);
        await WholeFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(content, SettlementJson.Indented), cancellation);
        snapshot = next;
    }
}
