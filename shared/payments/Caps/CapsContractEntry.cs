using Serverless.Payments.Amounts;

namespace Serverless.Payments.Caps;

/// <summary>A contract as its file holds it: with the changes that led to it, so that none of them is made twice.</summary>
/// <param name="Changes">The last changes, the oldest first, <see cref="ChangesMax"/> at most; left out in a file written by hand.</param>
internal sealed record CapsContractEntry(
    string ProviderId, string ServiceCode, Money Rate, DateOnly From, DateOnly To, bool Active, bool Hold = false, int Version = 1, IReadOnlyList<CapsContractEdit>? Changes = null)
{
    /// <summary>A request that is retried after so many changes of others takes effect again.</summary>
    public const int ChangesMax = 16;

    /// <summary>The first of its contract.</summary>
    public static CapsContractEntry Of(CapsContract contract) => new(
        contract.ProviderId, contract.ServiceCode, contract.Rate, contract.From, contract.To, contract.Active, contract.Hold);

    public CapsContract ToContract() => new(ProviderId, ServiceCode, Rate, From, To, Active, Hold, Version);

    /// <summary>What a change that is still remembered led to, or null.</summary>
    public CapsContractEdit? FindChange(string changeId) => Changes?.FirstOrDefault(change => change.Id == changeId);

    /// <summary>The contract's next version, by the given change.</summary>
    public CapsContractEntry Next(CapsContract contract, string changeId)
    {
        var version = Version + 1;
        return Of(contract) with { Version = version, Changes = [.. (Changes ?? []).TakeLast(ChangesMax - 1), new CapsContractEdit(changeId, version)] };
    }
}

/// <summary>A change that was made.</summary>
/// <param name="Version">The version that it led to.</param>
internal sealed record CapsContractEdit(string Id, int Version);
