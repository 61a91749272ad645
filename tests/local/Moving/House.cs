using Serverless.Local.Cli;
using Serverless.Local.Moving;
using Serverless.Local.Samples;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;

namespace Serverless.Local.Tests.Moving;

/// <summary>An installation with payments in every status, files in every folder and work in progress, and the way out of it and into another.</summary>
internal sealed class House : IDisposable
{
    /// <summary>The client's Monthly Max in the sample agency, exceeded.</summary>
    private const decimal TooMany = 41;

    private static readonly Caller Provider = new("provider", new HashSet<Role> { Role.Provider }, "P-100");
    private readonly TempFolder folder = new();
    private int days;

    public string Source => folder.Combine("source");

    public string Target => folder.Combine("target");

    public string Export => folder.Combine("export");

    /// <summary>The payments that were made one by one, by the status that each was left in.</summary>
    public Dictionary<PaymentStatus, Payment> Payments { get; } = [];

    /// <summary>The provider payments; there once the house is built.</summary>
    public HouseCare? Care { get; private set; }

    public static Caller Staff(string user, Role role) => new(user, new HashSet<Role> { role });

    public string Combine(params ReadOnlySpan<string> parts) => folder.Combine(parts);

    /// <summary>Drives everything through the public ways, and stops the host.</summary>
    public async Task BuildAsync()
    {
        await using var stack = await TestStack.OpenAsync(Source, TimeProvider.System);

        // What a run answers comes first, so that the runs find nothing else.
        foreach (var status in PaymentStatuses.All.OrderByDescending(status => status is PaymentStatus.PaidByCaps or PaymentStatus.ErrorByCaps))
        {
            Payments[status] = await LeadAsync(stack, status);
        }

        await stack.Payments.Ports.Smart.SubmitAsync("run", [SmartRequest.Of("REQ-1/1")], CancellationToken.None);
        await StoreUnheardAsync(stack, Payments[PaymentStatus.WaitingScApproval]);
        await OpenRunAsync(stack);
        Care = await HouseCare.BuildAsync(stack);
        stack.Drop.Start();
        SampleLoad.DropInvoices(stack.Data.Inbox);
        await Eventually.HoldsAsync("all files done", () => Directory.GetFiles(stack.Data.Done).Length == 8);
        await stack.Drop.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(stack.Data.Inbox, "Späte Rechnung\\.csv"), Invoice.Csv(1));
        await File.WriteAllTextAsync(Path.Combine(stack.Data.Rejected, "empty.csv"), "");
        await File.WriteAllTextAsync(Path.Combine(stack.Data.Keys, "secret"), "stays");
        foreach (var status in Payments.Keys)
        {
            Payments[status] = (await stack.Payments.Records.FindAsync(Payments[status].Id)).OrFail();
        }
    }

    /// <summary>A command as it is given on the command line.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        return (await LocalCommands.RunAsync(arguments, output, error), output.ToString(), error.ToString());
    }

    public Task<(int Code, string Output, string Error)> ExportAsync() => RunAsync("export", Export, "--data", Source);

    public Task<(int Code, string Output, string Error)> ImportAsync() => RunAsync("import", Export, "--data", Target);

    /// <summary>What the two data folders hold, but for what each keeps of its own.</summary>
    public async Task<(Inventory Source, Inventory Target)> InventoriesAsync() => (await InventoryAsync(Source), await InventoryAsync(Target));

    /// <summary>Ends every payment that was left in between, and answers how it ended.</summary>
    public static async Task<Payment> EndAsync(LocalStack stack, Payment payment)
    {
        for (var moves = 0; !payment.Status.IsFinal() && payment.Status != PaymentStatus.SubmittedToCaps; moves++)
        {
            Assert.True(moves < 10, $"{payment.Id} does not come out of {payment.Status}.");
            payment = payment.Status switch
            {
                PaymentStatus.WaitingScApproval => await DecideAsync(stack, payment, PaymentAction.Approve, Staff("coordinator", Role.Coordinator)),
                PaymentStatus.WaitingDspdApproval => await DecideAsync(stack, payment, PaymentAction.Approve, Staff("technician", Role.Technician)),
                PaymentStatus.Error => await DecideAsync(stack, payment, PaymentAction.Review, Provider),
                PaymentStatus.Review => await DecideAsync(stack, payment, PaymentAction.Deny, Staff("coordinator", Role.Coordinator)),
                PaymentStatus.HeldByCaps => await DecideAsync(stack, payment, PaymentAction.Release, Staff("ofo", Role.Ofo)),
                _ => throw new InvalidOperationException($"Nobody decides in {payment.Status}."),
            };
        }

        return payment;
    }

    /// <summary>Runs CAPS to the end of the run.</summary>
    public static async Task RunAsync(LocalStack stack)
    {
        var run = await stack.Payments.Runs.StartOffCycleAsync(Staff("operations", Role.Operations), "test", Guid.NewGuid().ToString("N"));
        await Eventually.HoldsAsync("the run completed", async () => await stack.Payments.Runs.FindAsync(run.Id) is { Run.Status: RunStatus.Completed });
    }

    public static async Task<TrialBalance> TrialBalanceAsync(LocalStack stack) => await TrialBalance.ReadAsync(stack.Payments.Ports.Tables, stack.Payments.JournalPlacesAsync());

    public void Dispose() => folder.Dispose();

    private static async Task<Inventory> InventoryAsync(string data)
    {
        await using var premises = await Premises.OpenAsync(DataFolder.Open(data), null, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, CancellationToken.None);
        return await Inventory.TakeAsync(premises, new Progress(TextWriter.Null, TimeProvider.System), CancellationToken.None);
    }

    private static async Task<Payment> DecideAsync(LocalStack stack, Payment payment, PaymentAction action, Caller by)
    {
        var result = await stack.Payments.Payments.DecideAsync(by, payment.Id, new DecisionRequest(action, "because"), Guid.NewGuid().ToString("N"));
        Assert.True(result.Refusal is null, $"{action} on {payment.Status}: {result.Refusal}");
        Payment? moved = null;
        await Eventually.HoldsAsync($"{action} carried out", async () => (moved = (await stack.Payments.Records.FindAsync(payment.Id)).OrFail()).Version > payment.Version);
        return moved.OrFail();
    }

    private async Task<Payment> SubmitAsync(LocalStack stack, decimal units)
    {
        // A month of its own each, so that none stands in another's way.
        var month = new DateOnly(2025, 1, 1).AddMonths(days++);
        var facts = new PaymentFacts("P-100", "1000000001", "SLN", Units.Of(units), Money.Of(25m), Money.Of(25m * units), month, month.AddDays(1));
        var result = await stack.Payments.Payments.SubmitAsync(Provider, facts, $"submission-{days}");
        return result.Payment.OrFail();
    }

    private async Task<Payment> LeadAsync(LocalStack stack, PaymentStatus status)
    {
        var coordinator = Staff("coordinator", Role.Coordinator);
        var technician = Staff("technician", Role.Technician);
        var payment = await SubmitAsync(stack, status is PaymentStatus.Error or PaymentStatus.Review ? TooMany : 2);
        switch (status)
        {
            case PaymentStatus.WaitingScApproval or PaymentStatus.Error:
                break;
            case PaymentStatus.Review:
                payment = await DecideAsync(stack, payment, PaymentAction.Review, Provider);
                break;
            case PaymentStatus.Deleted:
                payment = await DecideAsync(stack, payment, PaymentAction.Delete, Provider);
                break;
            case PaymentStatus.DeniedBySc:
                payment = await DecideAsync(stack, payment, PaymentAction.Deny, coordinator);
                break;
            default:
                payment = await DecideAsync(stack, payment, PaymentAction.Approve, coordinator);
                payment = status switch
                {
                    PaymentStatus.WaitingDspdApproval => payment,
                    PaymentStatus.DeniedByDspd => await DecideAsync(stack, payment, PaymentAction.Deny, technician),
                    _ => await DecideAsync(stack, payment, PaymentAction.Approve, technician),
                };
                payment = status is PaymentStatus.PaidByCaps or PaymentStatus.ErrorByCaps ? await AnsweredAsync(stack, payment, status) : payment;
                payment = status is PaymentStatus.HeldByCaps or PaymentStatus.RejectedByCaps ? await DecideAsync(stack, payment, PaymentAction.Hold, Staff("ofo", Role.Ofo)) : payment;
                payment = status is PaymentStatus.RejectedByCaps ? await DecideAsync(stack, payment, PaymentAction.Deny, Staff("ofo", Role.Ofo)) : payment;
                break;
        }

        Assert.Equal(status, payment.Status);
        return payment;
    }

    /// <summary>CAPS finds fault with what was in order when it was approved, where it is to answer with an error.</summary>
    private static async Task<Payment> AnsweredAsync(LocalStack stack, Payment payment, PaymentStatus answer)
    {
        var simulator = stack.Simulator.OrFail();
        var contract = simulator.FindContract("P-100", "SLN").OrFail();
        await simulator.PutContractAsync(answer == PaymentStatus.ErrorByCaps ? contract with { Rate = Money.Of(24m) } : contract, CancellationToken.None);
        await RunAsync(stack);
        await simulator.PutContractAsync(contract, CancellationToken.None);
        return (await stack.Payments.Records.FindAsync(payment.Id)).OrFail();
    }

    /// <summary>A decision that was stored just before the host ended, and that no chain has heard of.</summary>
    private static Task<Decision> StoreUnheardAsync(LocalStack stack, Payment payment) => stack.Payments.Records.StoreAsync(new Decision
    {
        Id = "unheard",
        PaymentId = payment.Id,
        Action = PaymentAction.Approve,
        By = "coordinator",
        Role = Role.Coordinator,
        Stage = payment.Status,
        Version = payment.Version,
        At = TimeProvider.System.GetUtcNow(),
    });

    /// <summary>A run that has taken its payments when the host ends, and has come no further.</summary>
    private static async Task OpenRunAsync(LocalStack stack)
    {
        var runs = new RunRecords(stack.Payments.Ports.Tables);
        var now = TimeProvider.System.GetUtcNow();
        await runs.OpenAsync(new Run(OpenRunId, RunStatus.Running, now, null, "test", "operations", now), CancellationToken.None);
        using var gate = new Serverless.Payments.Directory.ClientGate();
        var claims = new RunClaims(stack.Payments.Ports.Tables, stack.Payments.Records, gate);
        for (var shard = 0; shard < PaymentIndex.Shards; shard++)
        {
            var (taken, _) = await claims.TakeAsync(new ClaimStep(OpenRunId, now, shard, null), CancellationToken.None);
            await runs.Items.AddAsync(OpenRunId, shard, [.. taken.Select(RunItem.Of)], CancellationToken.None);
        }
    }

    public const string OpenRunId = "off-open";
}
