using Serverless.Payments.Approvals;
using Serverless.Payments.Settlement.Simulation;

namespace Serverless.Payments.Caps;

/// <summary>CAPS as one machine without the state's system has it: judges by its own copy of the contracts (<c>contracts.json</c>).</summary>
/// <param name="folder">The <c>caps</c> folder of the data folder; made where it is missing.</param>
/// <param name="clock">Dates the ledger's lines.</param>
/// <exception cref="InvalidDataException">A file cannot be read; the message names the line.</exception>
public sealed class CapsSimulator(string folder, TimeProvider clock)
    : PaymentSimulator<CapsInstruction, CapsLedgerEntry, CapsContract>(folder, "contracts.json", "CAPS's contracts", clock), ICaps
{
    /// <summary>Everything but a hold, which nobody is told of beforehand.</summary>
    public Task<IReadOnlyList<ValidationMessage>> ValidateAsync(PaymentFacts facts, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(CapsRules.Objections(facts, FindContract(facts.ProviderId, facts.ServiceCode)));
    }

    /// <summary>The contract in CAPS's own copy, or null where it knows none.</summary>
    public CapsContract? FindContract(string providerId, string serviceCode) => Find(providerId, serviceCode);

    /// <summary>Adds or replaces a contract in CAPS's own copy; durable when the call returns. What CAPS has answered stays as it is.</summary>
    public Task PutContractAsync(CapsContract contract, CancellationToken cancellation)
        => ChangeContractAsync(contract, Guid.NewGuid().ToString("N"), null, cancellation);

    /// <summary>The same for a request that may be repeated, or that insists on the version that was seen.</summary>
    /// <param name="contract">What it is to be; its version is counted here.</param>
    /// <param name="changeId">The same for a request and its retry; it has one effect, as long as it is among the contract's last 16 changes.</param>
    /// <param name="ifVersion">Whether to go on, given the present version (null where there is none); null where it does not matter.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The contract as it was set, or null where <paramref name="ifVersion"/> refused; nothing changed then.</returns>
    public Task<CapsContract?> ChangeContractAsync(CapsContract contract, string changeId, Func<int?, bool>? ifVersion, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(contract.ProviderId);
        ArgumentException.ThrowIfNullOrWhiteSpace(contract.ServiceCode);
        return ChangeAsync(contract, changeId, ifVersion, cancellation);
    }

    protected override CapsLedgerEntry Judge(CapsInstruction instruction, DateTime at, string batchId)
    {
        var (outcome, reason) = CapsRules.Judge(instruction.Facts, FindContract(instruction.Facts.ProviderId, instruction.Facts.ServiceCode));
        return CapsLedgerEntry.Of(instruction, outcome, reason, at, batchId);
    }
}
