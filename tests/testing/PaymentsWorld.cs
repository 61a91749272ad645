using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Durable;
using Serverless.Durable.Embedded;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Caps;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Payments.People;
using Serverless.Payments.Smart;
using Serverless.Sqlite;
using Serverless.Storage;
using Serverless.Storage.Caching;
using Serverless.Storage.Folders;
using Serverless.Storage.Sqlite;

namespace Serverless.Testing;

/// <summary>
/// The payments application as it runs on one machine, in a folder of its own: SQLite, the embedded engine, the
/// simulators of CAPS and SMART; only the clock is the test's. It can be closed and opened again, as after a restart.
/// </summary>
public sealed class PaymentsWorld : IAsyncDisposable
{
    public const string ClientId = "1000000001";
    public const string OtherClientId = "1000000002";

    /// <summary>How long a test waits for anything before it fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static readonly Caller Provider = new("provider", new HashSet<Role> { Role.Provider }, "P-100");
    public static readonly Caller Provider2 = new("provider2", new HashSet<Role> { Role.Provider }, "P-200");
    public static readonly Caller Coordinator = Staff("coordinator", Role.Coordinator);
    public static readonly Caller Coordinator2 = Staff("coordinator2", Role.Coordinator);
    public static readonly Caller Technician = Staff("technician", Role.Technician);
    public static readonly Caller Technician2 = Staff("technician2", Role.Technician);
    public static readonly Caller Ofo = Staff("ofo", Role.Ofo);
    public static readonly Caller Operations = Staff("operations", Role.Operations);

    private static readonly DateOnly From = new(2025, 1, 1);
    private static readonly DateOnly To = new(2035, 12, 31);
    private readonly DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("serverless-");
    private SqliteDatabase? database;
    private EmbeddedEngine? engine;
    private readonly ICaps? otherCaps;
    private readonly Func<ITableStore, ITableStore> around;
    private readonly SsnKeys ssnKeys = SsnKeys.CreateRandom();
    private int submissions;

    private PaymentsWorld(ICaps? otherCaps, Func<ITableStore, ITableStore>? around) => (this.otherCaps, this.around) = (otherCaps, around ?? (tables => tables));

    /// <summary>Starts on Sunday 2026-11-22, 18:00 UTC; moves when the test says so.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero));

    /// <summary>What mails go to. There are none while no test puts users.</summary>
    public RecordingCarrier Carrier { get; } = new();

    public PaymentsApplication Application { get; private set; } = null!;

    public CapsSimulator Caps { get; private set; } = null!;

    public SmartSimulator Smart { get; private set; } = null!;

    public EmbeddedEngine Engine => engine ?? throw new InvalidOperationException("The world is closed.");

    public ITableStore Tables => Application.Ports.Tables;

    public string CapsLedgerPath => Path.Combine(folder.FullName, "caps", "ledger.jsonl");

    public string SmartLedgerPath => Path.Combine(folder.FullName, "smart", "ledger.jsonl");

    /// <summary>A world with the providers P-100 and P-200 and two clients, as in the sample agency.</summary>
    /// <param name="otherCaps">Takes the simulator's place.</param>
    /// <param name="around">Puts something of the test's between the application and its tables, each time the world is opened.</param>
    public static async Task<PaymentsWorld> CreateAsync(ICaps? otherCaps = null, Func<ITableStore, ITableStore>? around = null)
    {
        var world = new PaymentsWorld(otherCaps, around);
        await world.OpenAsync();
        await world.LoadAsync();
        return world;
    }

    public static Caller Staff(string user, Role role) => new(user, new HashSet<Role> { role });

    /// <summary>A claim that passes, by default ten units of SLN at 25.00.</summary>
    public static PaymentFacts Claim(decimal units = 10, int fromDay = 2, int toDay = 6, string provider = "P-100", string client = ClientId, decimal rate = 25, int month = 11)
        => new(provider, client, "SLN", Units.Of(units), Money.Of(rate), Money.Product(Units.Of(units), Money.Of(rate))!.Value, new DateOnly(2026, month, fromDay), new DateOnly(2026, month, toDay));

    /// <summary>Closes everything and opens it again over the same data.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    public async Task<Payment> SubmitAsync(PaymentFacts facts, Caller? by = null, string? submissionId = null)
    {
        var result = await Application.Payments.SubmitAsync(by ?? Provider, facts, submissionId ?? $"submission-{Interlocked.Increment(ref submissions)}").WaitAsync(Patience);
        return result.Payment ?? throw new InvalidOperationException($"The submission was not taken: {result.Refusal}");
    }

    public Task<CommandResult> TryAsync(Payment payment, PaymentAction action, Caller by, string? note = "because", FactsCorrection? correction = null, int? version = null, string? decisionId = null)
        => Application.Payments.DecideAsync(by, payment.Id, new DecisionRequest(action, note, correction, version), decisionId ?? Guid.NewGuid().ToString("N")).WaitAsync(Patience);

    /// <summary>Decides and expects that the payment moves.</summary>
    public async Task<Payment> MoveAsync(Payment payment, PaymentAction action, Caller by, string? note = "because", FactsCorrection? correction = null)
    {
        var result = await TryAsync(payment, action, by, note, correction);
        return result.Payment ?? throw new InvalidOperationException($"{action} by {by.User} did not move the payment: {result.Refusal}");
    }

    /// <summary>A payment that both have approved: Submitted to CAPS.</summary>
    public async Task<Payment> ApprovedAsync(PaymentFacts facts)
    {
        var payment = await SubmitAsync(facts);
        payment = await MoveAsync(payment, PaymentAction.Approve, Coordinator);
        return await MoveAsync(payment, PaymentAction.Approve, Technician);
    }

    /// <summary>Runs CAPS off-cycle to its end; answers its id.</summary>
    public async Task<string> RunCapsAsync()
    {
        var run = await Application.Runs.StartOffCycleAsync(Operations, "test", Guid.NewGuid().ToString("N"));
        await Engine.WaitForInstanceCompletionAsync(Payments.WeeklyRun.WeeklyRunOrchestration.InstanceId(run.Id)).WaitAsync(Patience);
        return run.Id;
    }

    public async Task<Payment> ReadAsync(string paymentId)
        => await Application.Records.FindAsync(paymentId) ?? throw new InvalidOperationException($"There is no payment {paymentId}.");

    public async Task<IReadOnlyList<PaymentMove>> HistoryAsync(Payment payment) => await Application.Records.HistoryAsync(payment);

    public Task SetBudgetAsync(decimal monthlyMax, string client = ClientId, string service = "SLN")
        => Application.Directory.PutBudgetAsync(new Budget(client, service, Units.Of(monthlyMax)), "coordinator", Time.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        folder.Delete(recursive: true);
    }

    private async Task OpenAsync()
    {
        database = SqliteDatabase.Open(new SqliteDatabaseOptions(Path.Combine(folder.FullName, "serverless.db")));
        Caps = new CapsSimulator(Path.Combine(folder.FullName, "caps"), Time);
        Smart = new SmartSimulator(Path.Combine(folder.FullName, "smart"), Time);
        var registry = new TaskRegistry();
        engine = new EmbeddedEngine(database, registry, Time, NullLoggerFactory.Instance);
        var tables = around(new CachingTableStore(await SqliteTableStore.OpenAsync(database)));
        var ports = new PaymentsPorts(tables, new FolderBlobStore(Path.Combine(folder.FullName, "blobs")), otherCaps ?? Caps, Smart, engine, Time, NullLoggerFactory.Instance, ssnKeys) { MailCarrier = Carrier, PublicAddress = new PublicAddress(new Uri("https://payments.agency.example")) };
        Application = await PaymentsApplication.OpenAsync(ports);
        Application.Tasks.Register(registry);
        await engine.StartAsync();
    }

    private async Task CloseAsync()
    {
        if (engine is null)
        {
            return;
        }

        await engine.DisposeAsync();
        await database!.DisposeAsync();
        Application.Dispose();
        Caps.Dispose();
        Smart.Dispose();
        engine = null;
    }

    private async Task LoadAsync()
    {
        var directory = Application.Directory;
        var now = Time.GetUtcNow();
        var contracts = new[]
        {
            new Contract("P-100", "SLN", Money.Of(25), From, To, Active: true),
            new Contract("P-200", "SLN", Money.Of(27.50m), From, To, Active: true),
        };
        Provider[] providers = [new("P-100", "Canyon Home Care", "1 Main St", Active: true), new("P-200", "Wasatch Services", "2 Main St", Active: true)];
        foreach (var provider in providers)
        {
            await directory.PutProviderAsync(provider);
        }

        await Smart.SeedAsync([.. providers.Select(provider => new SmartVendor(provider.Id, provider.Active))], CancellationToken.None);
        foreach (var contract in contracts)
        {
            await directory.PutContractAsync(contract, "test", now);
        }

        await Caps.SeedAsync([.. contracts.Select(contract => new CapsContract(contract.ProviderId, contract.ServiceCode, contract.Rate, contract.From, contract.To, contract.Active))], CancellationToken.None);
        foreach (var (client, monthlyMax) in new[] { (ClientId, 40m), (OtherClientId, 80m) })
        {
            await directory.PutClientAsync(new Client(client, "Ada", "Lopez", Active: true, "coordinator"));
            await SetBudgetAsync(monthlyMax, client);
        }
    }
}
