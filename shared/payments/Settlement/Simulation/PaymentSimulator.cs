namespace Serverless.Payments.Settlement.Simulation;

/// <summary>
/// A payment system as one machine without the state's has it: judges by its own register and keeps its own ledger
/// (<c>ledger.jsonl</c>), both in a folder apart from our records. A key is judged once, when it comes first, and answered
/// the same way for ever after.
/// </summary>
/// <remarks>The files belong to one process at a time; a register edited by hand is read at the next start.</remarks>
/// <typeparam name="TInstruction">What it is told about one payment.</typeparam>
/// <typeparam name="TEntry">A line of its ledger.</typeparam>
/// <typeparam name="TRecord">What it judges by.</typeparam>
public abstract class PaymentSimulator<TInstruction, TEntry, TRecord> : IPaymentSystem<TInstruction>, IDisposable
    where TInstruction : IInstruction
    where TEntry : class, ILedgerEntry
    where TRecord : class, IRegistered<TRecord>
{
    private readonly TimeProvider clock;
    private readonly SimulatedRegister<TRecord> register;
    private readonly SimulatedLedger<TEntry> ledger;
    private readonly SemaphoreSlim writer = new(1, 1);

    /// <param name="folder">The system's folder of the data folder; made where it is missing.</param>
    /// <param name="registerFile">The name of the register's file in it.</param>
    /// <param name="registerTitle">What the register holds, as the beginning of a sentence.</param>
    /// <param name="clock">Dates the ledger's lines.</param>
    /// <exception cref="InvalidDataException">A file cannot be read; the message names the line.</exception>
    private protected PaymentSimulator(string folder, string registerFile, string registerTitle, TimeProvider clock)
    {
        this.clock = clock;
        System.IO.Directory.CreateDirectory(folder);
        register = SimulatedRegister<TRecord>.Open(Path.Combine(folder, registerFile), registerTitle);
        ledger = new(Path.Combine(folder, "ledger.jsonl"), clock);
    }

    /// <summary>Dollars that the system has paid in all.</summary>
    public decimal TotalPaid => ledger.TotalPaid;

    public async Task SubmitAsync(string batchId, IReadOnlyList<TInstruction> batch, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Count, BatchLimit.InstructionsMax, nameof(batch));
        await writer.WaitAsync(cancellation);
        try
        {
            var entries = JudgeFresh(batchId, batch);
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

    /// <summary>Fills an empty register; changes nothing where the system knows anything already.</summary>
    /// <returns>Whether it was empty.</returns>
    public async Task<bool> SeedAsync(IReadOnlyList<TRecord> seed, CancellationToken cancellation)
    {
        await writer.WaitAsync(cancellation);
        try
        {
            if (register.Count > 0)
            {
                return false;
            }

            await register.SeedAsync(seed, cancellation);
            return true;
        }
        finally
        {
            writer.Release();
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The system's answer to an instruction that came for the first time, as its ledger's line.</summary>
    /// <param name="instruction">What it is told.</param>
    /// <param name="at">When it answers (UTC).</param>
    /// <param name="batchId">The batch in which the key came first.</param>
    protected abstract TEntry Judge(TInstruction instruction, DateTime at, string batchId);

    /// <param name="providerId">Whose.</param>
    /// <param name="part">What of the provider's; empty where the provider alone decides.</param>
    protected TRecord? Find(string providerId, string part) => register.Find(providerId, part);

    /// <inheritdoc cref="SimulatedRegister{TRecord}.PutAsync"/>
    protected async Task<TRecord?> ChangeAsync(TRecord record, string changeId, Func<int?, bool>? ifVersion, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(changeId);
        await writer.WaitAsync(cancellation);
        try
        {
            return await register.PutAsync(record, changeId, ifVersion, cancellation);
        }
        finally
        {
            writer.Release();
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            ledger.Dispose();
            writer.Dispose();
        }
    }

    private List<TEntry> JudgeFresh(string batchId, IReadOnlyList<TInstruction> batch)
    {
        var at = clock.GetUtcNow().UtcDateTime;
        var entries = new List<TEntry>(batch.Count);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var instruction in batch)
        {
            if (ledger.Find(instruction.Key) is null && keys.Add(instruction.Key))
            {
                entries.Add(Judge(instruction, at, batchId));
            }
        }

        return entries;
    }
}
