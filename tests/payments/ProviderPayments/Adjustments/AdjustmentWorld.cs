using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Storage;
using Serverless.Storage.Memory;
using Serverless.Testing;

namespace Serverless.Payments.Tests.ProviderPayments.Adjustments;

/// <summary>Provider payments in a store in memory, and what corrects them. Exports are played by the test.</summary>
internal sealed class AdjustmentWorld : IDisposable
{
    public const string Child = PaymentsWorld.ClientId;
    public const string Period = "2026-10";

    public static readonly Caller Author = PaymentsWorld.Operations;
    public static readonly Caller OtherOperations = PaymentsWorld.Staff("operations2", Role.Operations);
    public static readonly Caller Manager = PaymentsWorld.Staff("manager", Role.Manager);

    private readonly PaymentIds ids = new(new byte[32]);
    private readonly ClientGate gate = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero));
    private int requests;

    /// <param name="around">Puts something of the test's between the commands and their tables.</param>
    public AdjustmentWorld(Func<ITableStore, ITableStore>? around = null)
    {
        Tables = new MemoryTableStore();
        var tables = around is null ? Tables : around(Tables);
        Ids = new ProviderPaymentIds(ids);
        Payments = new ProviderPaymentRecords(Tables, Ids);
        Records = new AdjustmentRecords(Tables, Ids);
        Index = new AdjustmentIndex(tables, Records);
        Directory = new AgencyDirectory(Tables, gate);
        Commands = new AdjustmentCommands(
            tables, Records, Payments, Index, new PaymentVisibility(Directory), new AgencyCalendar(time), (_, export, _) => Task.FromResult(HeldExports.Contains(export)));
    }

    public ITableStore Tables { get; }

    public ProviderPaymentIds Ids { get; }

    public ProviderPaymentRecords Payments { get; }

    public AdjustmentRecords Records { get; }

    public AdjustmentIndex Index { get; }

    public AgencyDirectory Directory { get; }

    public AdjustmentCommands Commands { get; }

    /// <summary>The exports whose stamps hold.</summary>
    public HashSet<string> HeldExports { get; } = [];

    /// <summary>A payment that stands so from the beginning; calculated where its status asks for it.</summary>
    public async Task<ProviderPayment> PutPaymentAsync(decimal amount = 100, ProviderPaymentStatus status = ProviderPaymentStatus.Paid, string provider = "P-100")
    {
        var isCalculated = status is ProviderPaymentStatus.Authorized or ProviderPaymentStatus.Paid;
        var payment = new ProviderPayment
        {
            Id = Ids.OfPayment(Period, provider, Child),
            Period = Period,
            ProviderId = provider,
            ClientId = Child,
            ServiceCode = "SLN",
            Status = status,
            Version = 5,
            StatusSince = time.GetUtcNow(),
            CreatedAt = time.GetUtcNow(),
            Generation = 1,
            Terms = new(new DateOnly(2025, 1, 1), new DateOnly(2035, 12, 31), 480, 1),
            Amount = isCalculated ? Money.Of(amount) : null,
            CalculatedAt = isCalculated ? 4 : null,
        };
        await Tables.SubmitAsync(Table, Child, [TableOperation.Upsert(ProviderPaymentKeys.Payment(payment.Id), Rows.Write(payment))]);
        return payment;
    }

    public Task<AdjustmentResult> AdjustAsync(ProviderPayment payment, decimal amount, Caller? by = null, string reason = "Two days were missing.", string? requestId = null, int? version = null)
        => Commands.AdjustAsync(by ?? Author, payment.Id, Money.Of(amount), reason, requestId ?? NextRequest(), version);

    /// <summary>Adjusts and expects that it is done.</summary>
    public async Task<Adjustment> MadeAsync(ProviderPayment payment, decimal amount, Caller? by = null) => Done(await AdjustAsync(payment, amount, by));

    public Task<AdjustmentResult> AuthorizeAsync(Adjustment adjustment, Caller? by = null, string? requestId = null, int? version = null)
        => Commands.AuthorizeAsync(by ?? Manager, adjustment.Id, requestId ?? NextRequest(), version);

    public Task<AdjustmentResult> WithdrawAsync(Adjustment adjustment, Caller? by = null, string? reason = null, string? requestId = null, int? version = null)
        => Commands.WithdrawAsync(by ?? Author, adjustment.Id, reason, requestId ?? NextRequest(), version);

    /// <summary>What an export does first: the adjustment is its own from then on.</summary>
    public async Task<Adjustment> StampAsync(Adjustment adjustment, string exportId)
    {
        var (stands, etag) = (await Records.FindWithETagAsync(adjustment.Id))!.Value;
        var stamped = stands with { ExportId = exportId };
        await Tables.SubmitAsync(Table, stands.ClientId, [TableOperation.Update(ProviderPaymentKeys.Adjustment(stands.Id), Rows.Write(stamped), etag)]);
        return stamped;
    }

    /// <summary>What an export does last.</summary>
    public async Task PayAsync(Adjustment adjustment)
    {
        var (stands, etag) = (await Records.FindWithETagAsync(adjustment.Id))!.Value;
        var paid = stands with { Status = AdjustmentStatus.Paid, Version = stands.Version + 1, StatusSince = time.GetUtcNow(), PaidIn = "2026-11", ExportId = "export" };
        var move = new AdjustmentMove(stands.Status, paid.Status, "export", Role.Operations, paid.StatusSince, null, $"export-{stands.Id}", "export");
        await Tables.SubmitAsync(Table, stands.ClientId, AdjustmentRecords.MoveOperations(stands, etag, paid, move));
    }

    public async Task<Adjustment> ReadAsync(Adjustment adjustment) => await Records.FindAsync(adjustment.Id) ?? throw new InvalidOperationException($"There is no adjustment {adjustment.Id}.");

    /// <summary>The accounts with their balances; their sum is checked.</summary>
    public async Task<IReadOnlyDictionary<string, decimal>> BalancesAsync()
    {
        var trial = await TrialBalance.ReadAsync(Tables, new[] { new JournalPlace(Table, Child) }.ToAsyncEnumerable());
        Assert.Equal(Money.Zero, trial.Sum);
        return trial.Accounts.ToDictionary(account => account.Account, account => account.Balance.Amount);
    }

    public async Task<IReadOnlyList<string>> ListedAsync(AdjustmentStatus status) => await Index.ReadAsync(status).Select(adjustment => adjustment.Id).ToListAsync();

    /// <summary>The rows of a list, whether or not the records agree.</summary>
    public async Task<int> RowsAsync(AdjustmentStatus status) => (await Tables.QueryAsync(Serverless.Payments.Tables.ProviderPaymentLists, $"adjustments|{status}", RowRange.All)).Rows.Count;

    public static Adjustment Done(AdjustmentResult result) => result.Adjustment ?? throw new InvalidOperationException($"Nothing was done: {result.Refusal}");

    public void Dispose()
    {
        ids.Dispose();
        gate.Dispose();
    }

    private static string Table => Serverless.Payments.Tables.ProviderPayments;

    private string NextRequest() => $"request-{Interlocked.Increment(ref requests)}";
}
