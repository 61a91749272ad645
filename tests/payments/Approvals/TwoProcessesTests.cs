using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Durable;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Caps;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.People;
using Serverless.Payments.Smart;
using Serverless.Storage;
using Serverless.Storage.Memory;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals;

/// <summary>
/// Processes that share nothing but the tables, as instances in the cloud do: no gate in common, every activity run by
/// all of them at once, all clocks at the same tick.
/// </summary>
[Trait("Req", "UPI-3")]
[Trait("Req", "ALL-3")]
public sealed class TwoProcessesTests : IAsyncLifetime
{
    private const int Processes = 3;
    private readonly SsnKeys keys = SsnKeys.CreateRandom();
    private readonly UnevenTables tables = new(new MemoryTableStore());
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero));
    private readonly List<(PaymentsApplication Application, TaskRegistry Tasks)> processes = [];

    public async Task InitializeAsync()
    {
        for (var process = 0; process < Processes; process++)
        {
            var ports = new PaymentsPorts(tables, new MemoryBlobStore(), new CapsBlobExchange(tables, new MemoryBlobStore(), time), new SmartBlobExchange(tables, new MemoryBlobStore(), time), new NoOrchestrations(), time, NullLoggerFactory.Instance, keys);
            var application = await PaymentsApplication.OpenAsync(ports);
            var tasks = new TaskRegistry();
            application.Tasks.Register(tasks);
            processes.Add((application, tasks));
        }

        var directory = processes[0].Application.Directory;
        await directory.PutProviderAsync(new Provider("P-100", "Canyon Home Care", "1 Main St", Active: true));
        await directory.PutContractAsync(new Contract("P-100", "SLN", Money.Of(25), new DateOnly(2025, 1, 1), new DateOnly(2035, 12, 31), Active: true), "test", time.GetUtcNow());
        await directory.PutClientAsync(new Client(ClientId, "Ada", "Lopez", Active: true, "coordinator"));
        await directory.PutBudgetAsync(new Budget(ClientId, "SLN", Units.Of(40)), "coordinator", time.GetUtcNow());
    }

    public Task DisposeAsync()
    {
        processes.ForEach(process => process.Application.Dispose());
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Whatever_several_processes_do_at_once_happens_once_and_is_listed()
    {
        for (var month = 1; month <= 10; month++)
        {
            // Ten units each, forty a month: four of them fit, whoever submits them.
            Submission[] submissions = [.. Enumerable.Range(0, 6).Select(number => Prepare(month, number))];
            await Task.WhenAll(submissions.SelectMany(submission => Everywhere(PaymentApproval.SubmitActivity, new PaymentApprovalInput(submission.PaymentId, submission))));
            var made = await Task.WhenAll(submissions.Select(submission => ReadAsync(submission.PaymentId)));
            Assert.Equal(4, made.Count(payment => payment.Status == PaymentStatus.WaitingScApproval));
            await AssertListedAsync(made);

            foreach (var (by, role) in new[] { ("coordinator", Role.Coordinator), ("technician", Role.Technician) })
            {
                var decided = made.Where(payment => payment.Status != PaymentStatus.Error).ToList();
                await Task.WhenAll(decided.Select(payment => StoreAsync(payment, by, role)));
                await Task.WhenAll(decided.SelectMany(payment => Everywhere(PaymentApproval.DecideActivity, new DecidePayment(payment.Id, by))));
                made = await Task.WhenAll(submissions.Select(submission => ReadAsync(submission.PaymentId)));
                await AssertListedAsync(made);
            }

            Assert.Equal(4, made.Count(payment => payment.Status == PaymentStatus.SubmittedToCaps && payment.Version == 3));
        }
    }

    private Submission Prepare(int month, int number)
        => processes[0].Application.Payments.Prepare(Claim(units: 10, fromDay: 1 + (3 * number), toDay: 2 + (3 * number), month: month), $"{month}-{number}", "provider", Role.Provider);

    private IEnumerable<Task<string?>> Everywhere<T>(string activity, T input)
        => processes.Select(process => Task.Run(() => process.Tasks.Activities[activity](new ActivityContext(activity, "test", CancellationToken.None), DurableJson.Serialize(input))));

    private async Task<Payment> ReadAsync(string id)
        => await processes[0].Application.Records.FindAsync(id) ?? throw new InvalidOperationException($"There is no payment {id}.");

    private Task<Decision> StoreAsync(Payment payment, string by, Role role)
        => processes[0].Application.Records.StoreAsync(new Decision { Id = by, PaymentId = payment.Id, Action = PaymentAction.Approve, By = by, Role = role, Stage = payment.Status, Version = payment.Version, At = time.GetUtcNow() });

    /// <summary>One history row for each version, and the rows by which the run and the lists find the payment.</summary>
    private async Task AssertListedAsync(IEnumerable<Payment> payments)
    {
        foreach (var payment in payments)
        {
            Assert.Equal(payment.Version, (await processes[0].Application.Records.HistoryAsync(payment)).Count);
            foreach (var key in new[] { PaymentIndex.StatusKey(payment), PaymentIndex.ProviderKey(payment), PaymentIndex.PeriodKey(payment) })
            {
                Assert.NotNull(await tables.GetAsync(Tables.PaymentIndex, key.Partition, key.Row));
            }
        }
    }

    /// <summary>Every call takes another way through the scheduler, so that calls of several processes mix.</summary>
    private sealed class UnevenTables(ITableStore inner) : ITableStore
    {
        public async Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
        {
            await YieldAsync();
            return await inner.GetAsync(table, partitionKey, rowKey, cancellation);
        }

        public async Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        {
            await YieldAsync();
            return await inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);
        }

        public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
            => inner.QueryTableAsync(table, top, continuation, cancellation);

        public async Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
        {
            await YieldAsync();
            return await inner.SubmitAsync(table, partitionKey, operations, cancellation);
        }

        private static async Task YieldAsync()
        {
            for (var turns = Random.Shared.Next(4); turns >= 0; turns--)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Activities that submit and decide start nothing.</summary>
    private sealed class NoOrchestrations : IOrchestrationClient
    {
        public Task<string> ScheduleNewOrchestrationInstanceAsync(string orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default) => throw new NotSupportedException();

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
