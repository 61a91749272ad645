using System.Text.Json;

namespace Serverless.Payments.Caps;

/// <summary>
/// CAPS's own copy of the contracts, in one file. Readers see an immutable snapshot and take no lock; a
/// change replaces the file whole before it is seen. Writers are serialised by the owner.
/// </summary>
internal sealed class CapsContracts
{
    private readonly string path;
    private volatile Dictionary<(string ProviderId, string ServiceCode), CapsContractEntry> snapshot;

    private CapsContracts(string path, IEnumerable<CapsContractEntry> contracts)
    {
        this.path = path;
        snapshot = contracts.ToDictionary(Key);
    }

    public int Count => snapshot.Count;

    /// <exception cref="InvalidDataException">The file cannot be read as contracts.</exception>
    public static CapsContracts Open(string path)
    {
        if (!File.Exists(path))
        {
            return new CapsContracts(path, []);
        }

        try
        {
            var contracts = JsonSerializer.Deserialize<CapsContractEntry[]>(File.ReadAllBytes(path), CapsJson.Indented);
            return new CapsContracts(path, contracts ?? []);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new InvalidDataException(
                $"CAPS's contracts in {path} cannot be read: {exception.Message} Mend the file, or move it away to begin with none.", exception);
        }
    }

    public CapsContract? Find(string providerId, string serviceCode) => snapshot.GetValueOrDefault((providerId, serviceCode))?.ToContract();

    /// <returns>The contract as it was set, by this call or by one of the same change id before; null where the condition refused, and nothing changed then.</returns>
    public async Task<CapsContract?> PutAsync(CapsContract contract, string changeId, Func<int?, bool>? ifVersion, CancellationToken cancellation)
    {
        var before = snapshot.GetValueOrDefault((contract.ProviderId, contract.ServiceCode));
        if (before?.FindChange(changeId) is { } made)
        {
            return contract with { Version = made.Version };
        }

        if (ifVersion?.Invoke(before?.Version) == false)
        {
            return null;
        }

        var after = (before ?? CapsContractEntry.Of(contract) with { Version = 0 }).Next(contract, changeId);
        await ReplaceAsync(new(snapshot) { [Key(after)] = after }, cancellation);
        return after.ToContract();
    }

    public Task SeedAsync(IReadOnlyList<CapsContract> contracts, CancellationToken cancellation)
        => ReplaceAsync(contracts.Select(CapsContractEntry.Of).ToDictionary(Key), cancellation);

    private async Task ReplaceAsync(Dictionary<(string ProviderId, string ServiceCode), CapsContractEntry> next, CancellationToken cancellation)
    {
        var ordered = next.Values.OrderBy(contract => contract.ProviderId, StringComparer.Ordinal)
            .ThenBy(contract => contract.ServiceCode, StringComparer.Ordinal);
        await WholeFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(ordered, CapsJson.Indented), cancellation);
        snapshot = next;
    }

    private static (string ProviderId, string ServiceCode) Key(CapsContractEntry contract) => (contract.ProviderId, contract.ServiceCode);
}
