using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serverless.Payments.Settlement.Simulation;

/// <summary>A record as its register's file holds it: with the changes that led to it, so that none of them is made twice.</summary>
/// <param name="Changes">The last changes, the oldest first, <see cref="ChangesMax"/> at most; null where there was none, as in a file written by hand.</param>
internal sealed record RegisterEntry<TRecord>(TRecord Record, IReadOnlyList<RegisterChange>? Changes)
    where TRecord : class, IRegistered<TRecord>
{
    /// <summary>A request that is retried after so many changes of others takes effect again.</summary>
    public const int ChangesMax = 16;

    private const string ChangesName = "changes";

    /// <summary>The first of its record.</summary>
    public static RegisterEntry<TRecord> Of(TRecord record) => new(record.AtVersion(1), null);

    /// <exception cref="JsonException">It is no such record.</exception>
    public static RegisterEntry<TRecord> Read(JsonElement element) => new(
        element.Deserialize<TRecord>(SettlementJson.Indented) ?? throw new JsonException("One of the records is null."),
        element.TryGetProperty(ChangesName, out var changes) ? changes.Deserialize<RegisterChange[]>(SettlementJson.Indented) : null);

    /// <summary>The record's members, and the changes behind them.</summary>
    public JsonObject Write()
    {
        var node = JsonSerializer.SerializeToNode(Record, SettlementJson.Indented)!.AsObject();
        node.Add(ChangesName, JsonSerializer.SerializeToNode(Changes, SettlementJson.Indented));
        return node;
    }

    /// <summary>What a change that is still remembered led to, or null.</summary>
    public RegisterChange? FindChange(string changeId) => Changes?.FirstOrDefault(change => change.Id == changeId);

    /// <summary>What the given change makes of the entry.</summary>
    /// <param name="before">The entry; null where the change makes the first.</param>
    /// <param name="record">What it is to be; its version is counted here.</param>
    /// <param name="changeId">The change.</param>
    public static RegisterEntry<TRecord> Next(RegisterEntry<TRecord>? before, TRecord record, string changeId)
    {
        var version = (before?.Record.Version ?? 0) + 1;
        return new(record.AtVersion(version), [.. (before?.Changes ?? []).TakeLast(ChangesMax - 1), new RegisterChange(changeId, version)]);
    }
}

/// <summary>A change that was made.</summary>
/// <param name="Version">The version that it led to.</param>
internal sealed record RegisterChange(string Id, int Version);
