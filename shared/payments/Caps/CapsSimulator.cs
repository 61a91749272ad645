using Serverless.Payments.Approvals;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Caps;

/// <summary>
/// CAPS as one machine without the state's system has it: judges by its own copy of the contracts
/// (<c>contracts.json</c>) and keeps its own ledger (<c>ledger.jsonl</c>), both in a folder apart from our
/// records. A key is judged once, when it comes first, and answered the same way for ever after.
/// </summary>
/// <remarks>The files belong to one process at a time; contracts edited by hand are read at the next start.</remarks>
public sealed class CapsSimulator : ICaps, IDisposable
{
    private readonly TimeProvider clock;
    private readonly CapsContracts contracts;
    private readonly CapsLedger ledger;
    private readonly SemaphoreSlim writer = new(1, 1);

    /// <param name="folder">The <c>caps</c> folder of the data folder; made where it is missing.</param>
    /// <param name="clock">Dates the ledger's lines.</param>
    /// <exception cref="InvalidDataException">A file cannot be read; the message names the line.</exception>
    public CapsSimulator(string folder, TimeProvider clock)
    {
        this.clock = clock;
        System.IO.Directory.CreateDirectory(folder);
        contracts = CapsContracts.Open(Path.Combine(folder, "contracts.json"));
        ledger = CapsLedger.Open(Path.Combine(folder, "ledger.jsonl"), clock);
    }

    /// <summary>Dollars that CAPS has paid in all.</summary>
    public decimal TotalPaid => ledger.TotalPaid;

    /// <summary>Everything but a hold, which nobody is told of beforehand.</summary>
    public Task<IReadOnlyList<ValidationMessage>> ValidateAsync(PaymentFacts facts, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(CapsRules.Objections(facts, contracts.Find(facts.ProviderId, facts.ServiceCode)));
    }

    public async Task SubmitAsync(string batchId, IReadOnlyList<CapsInstruction> batch, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Count, BatchLimit.InstructionsMax, nameof(batch));
        await writer.WaitAsync(cancellation);
        try
        {
            var entries = Judge(batchId, batch);
            if (entries.Count > 0)
            {
                ledger.Append(entries);
            }
        }
        finally
        {
            writer.Release();
        }
    }

    public Task<IReadOnlyList<SettlementAnswer>> GetAnswersAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<SettlementAnswer>>([.. keys.Select(ledger.Find).OfType<SettlementAnswer>()]);
    }

    public Task CheckAsync(CancellationToken cancellation)
    {
        ledger.Check();
        return Task.CompletedTask;
    }

    /// <summary>The contract in CAPS's own copy, or null where it knows none.</summary>
    public CapsContract? FindContract(string providerId, string serviceCode) => contracts.Find(providerId, serviceCode);

    /// <summary>Adds or replaces a contract in CAPS's own copy; durable when the call returns. What CAPS has answered stays as it is.</summary>
    public Task PutContractAsync(CapsContract contract, CancellationToken cancellation)
        => ChangeContractAsync(contract, Guid.NewGuid().ToString("N"), null, cancellation);

    /// <summary>The same for a request that may be repeated, or that insists on the version that was seen.</summary>
    /// <param name="contract">What it is to be; its version is counted here.</param>
    /// <param name="changeId">The same for a request and its retry; it has one effect, as long as it is among the contract's last 16 changes.</param>
    /// <param name="ifVersion">Whether to go on, given the present version (null where there is none); null where it does not matter.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The contract as it was set, or null where <paramref name="ifVersion"/> refused; nothing changed then.</returns>
    public async Task<CapsContract?> ChangeContractAsync(CapsContract contract, string changeId, Func<int?, bool>? ifVersion, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(changeId);
        ArgumentException.ThrowIfNullOrWhiteSpace(contract.ProviderId);
        ArgumentException.ThrowIfNullOrWhiteSpace(contract.ServiceCode);
        await writer.WaitAsync(cancellation);
        try
        {
            return await contracts.PutAsync(contract, changeId, ifVersion, cancellation);
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>Fills an empty copy; changes nothing where CAPS knows contracts already.</summary>
    /// <returns>Whether it was empty.</returns>
    public async Task<bool> SeedAsync(IReadOnlyList<CapsContract> seed, CancellationToken cancellation)
    {
        await writer.WaitAsync(cancellation);
        try
        {
            if (contracts.Count > 0)
            {
                return false;
            }

            await contracts.SeedAsync(seed, cancellation);
            return true;
        }
        finally
        {
            writer.Release();
        }
    }

    public void Dispose()
    {
        ledger.Dispose();
        writer.Dispose();
    }

    private List<CapsLedgerEntry> Judge(string batchId, IReadOnlyList<CapsInstruction> batch)
    {
        var at = clock.GetUtcNow().UtcDateTime;
        var entries = new List<CapsLedgerEntry>(batch.Count);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var instruction in batch)
        {
            if (ledger.Find(instruction.Key) is null && keys.Add(instruction.Key))
            {
                var (outcome, reason) = CapsRules.Judge(instruction.Facts, contracts.Find(instruction.Facts.ProviderId, instruction.Facts.ServiceCode));
                entries.Add(CapsLedgerEntry.Of(instruction, outcome, reason, at, batchId));
            }
        }

        return entries;
    }
}
