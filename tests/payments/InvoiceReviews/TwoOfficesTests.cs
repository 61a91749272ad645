using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Durable;
using Serverless.Payments.Caps;
using Serverless.Payments.Identity;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.MassPayments;
using Serverless.Payments.People;
using Serverless.Payments.Smart;
using Serverless.Storage.Memory;
using static Serverless.Payments.Tests.InvoiceReviews.InvoiceDesk;

namespace Serverless.Payments.Tests.InvoiceReviews;

/// <summary>Processes that share nothing but the store, as instances in the cloud do: every activity is run by all of them at once.</summary>
[Trait("Req", "KEES-8")]
[Trait("Req", "ALL-3")]
public sealed class TwoOfficesTests : IAsyncLifetime
{
    private readonly SsnKeys keys = SsnKeys.CreateRandom();
    private readonly MemoryTableStore tables = new();
    private readonly MemoryBlobStore blobs = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero));
    private readonly List<PaymentsApplication> processes = [];

    public async Task InitializeAsync()
    {
        for (var process = 0; process < 3; process++)
        {
            processes.Add(await PaymentsApplication.OpenAsync(new PaymentsPorts(tables, blobs, new CapsBlobExchange(tables, blobs, time), new SmartBlobExchange(tables, blobs, time), new NoOrchestrations(), time, NullLoggerFactory.Instance, keys)));
        }

        await processes[0].Directory.PutProviderAsync(new("P-200", "Wasatch Works", "2 Main St", Active: true) { Services = [new(Service, "Work support", MassPaymentRules.SmartVendor)] });
    }

    public Task DisposeAsync()
    {
        processes.ForEach(process => process.Dispose());
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Whatever_several_processes_do_at_once_happens_once()
    {
        for (var round = 1; round <= 20; round++)
        {
            var csv = Csv($"INV-{round}", Line());
            var received = await Everywhere(process => process.InvoiceReviews.Receipts.ReceiveAsync(Vendor, Receipt(csv, aidCode: AidCode), $"receive-{round}"));
            var id = Assert.Single(received.Select(result => Made(result).Id).Distinct());
            var records = new InvoiceReviewRecords(tables, blobs);
            await records.StoreAsync(Decision(id, "return", ReviewAction.Return));
            await records.StoreAsync(Decision(id, "verify", ReviewAction.Verify));

            await Task.WhenAll(
                Everywhere(process => DecideAsync(process, id, "verify")),
                Everywhere(process => DecideAsync(process, id, "return")));
            await Everywhere(process => DecideAsync(process, id, "verify"));

            var invoice = (await records.FindAsync(id))!;
            var drafts = await processes[0].MassPayments.ListAsync().Where(draft => draft.Page.InvoiceId == id).Select(draft => draft.Page.Id).ToListAsync();
            Assert.Equal(invoice.Status == ReviewStatus.Verified ? [invoice.MassPaymentId!] : [], drafts);
            Assert.Equal(2, invoice.Version);
            Assert.Equal(2, (await records.HistoryAsync(invoice)).Count);
            foreach (var status in ReviewStatuses.All)
            {
                var isListed = (await processes[0].InvoiceReviews.Queries.ListAsync(Office, status, top: 500)).Items.Any(listed => listed.Id == id);
                Assert.Equal(status == invoice.Status, isListed);
            }
        }
    }

    private static Task<ReviewStage> DecideAsync(PaymentsApplication process, string id, string decisionId)
        => process.InvoiceReviews.Activities.DecideAsync(new ActivityContext(InvoiceReview.DecideActivity, InvoiceReview.InstanceId(id), CancellationToken.None), new DecideReview(id, decisionId));

    private Task<T[]> Everywhere<T>(Func<PaymentsApplication, Task<T>> act) => Task.WhenAll(processes.Select(process => Task.Run(() => act(process))));

    private ReviewDecision Decision(string id, string decisionId, ReviewAction action) => new()
    {
        Id = decisionId,
        InvoiceId = id,
        Action = action,
        By = "office",
        Role = Role.Office,
        Version = 1,
        At = time.GetUtcNow(),
        Reasons = ["wrong"],
        ServiceId = Service,
        AidCode = AidCode,
    };

    /// <summary>Starts nothing: the test runs the activities itself.</summary>
    private sealed class NoOrchestrations : IOrchestrationClient
    {
        public Task<string> ScheduleNewOrchestrationInstanceAsync(string orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default) => Task.FromResult(options!.InstanceId!);

        public Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task TerminateInstanceAsync(string instanceId, object? output = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default) => throw new NotSupportedException();

        public IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null, CancellationToken cancellation = default) => throw new NotSupportedException();
    }
}
