using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Storage;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals;

/// <summary>A chain that was lost picks up where its record stands, and is found whatever the lists say.</summary>
[Trait("Req", "ALL-3")]
public sealed class ApprovalRepairTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData(PaymentStatus.WaitingScApproval)]
    [InlineData(PaymentStatus.Error)]
    [InlineData(PaymentStatus.Review)]
    [InlineData(PaymentStatus.WaitingDspdApproval)]
    [InlineData(PaymentStatus.SubmittedToCaps)]
    [InlineData(PaymentStatus.HeldByCaps)]
    public async Task Payment_whose_orchestration_is_gone_goes_on_from_its_status_to_the_end(PaymentStatus status)
    {
        var payment = await StatusPath.ToAsync(world, status);
        await LoseAsync(payment);

        Assert.Equal(new RepairReport(1, 1, 0, Payments: 1), await world.Application.Repair.RunAsync());
        Assert.Equal(payment.Version, (await world.ReadAsync(payment.Id)).Version);
        await StatusPath.ToPaidAsync(world, payment);

        Assert.Equal(new RepairReport(0, 0, 0, Payments: 1), await world.Application.Repair.RunAsync());
        Assert.Equal(payment.Facts.Amount.Amount, world.Caps.TotalPaid);
    }

    [Fact]
    public async Task Decision_that_was_stored_and_never_heard_of_is_carried_out()
    {
        var payment = await world.SubmitAsync(Claim());
        await LoseAsync(payment);
        var stored = new Decision { Id = "lost", PaymentId = payment.Id, Action = PaymentAction.Approve, By = Coordinator.User, Role = Role.Coordinator, Stage = payment.Status, Version = payment.Version, At = world.Time.GetUtcNow() };
        await world.Application.Records.StoreAsync(stored);

        Assert.Equal(new RepairReport(1, 1, 1, Payments: 1), await world.Application.Repair.RunAsync());
        await Until.TrueAsync(async () => (await world.ReadAsync(payment.Id)).Status == PaymentStatus.WaitingDspdApproval);
        Assert.Equal(2, (await world.HistoryAsync(payment)).Count);
    }

    [Fact]
    public async Task Payment_that_is_missing_from_every_list_is_found_started_and_listed_again()
    {
        var payment = await world.SubmitAsync(Claim());
        await LoseAsync(payment);
        foreach (var key in KeysOf(payment))
        {
            await world.Tables.SubmitAsync(Tables.PaymentIndex, key.Partition, [TableOperation.Delete(key.Row)]);
        }

        Assert.Empty((await world.Application.Queries.ListAsync(Operations, new PaymentFilter(payment.Status))).Items);
        Assert.Equal(new RepairReport(1, 1, 0, Payments: 1, Listed: 3), await world.Application.Repair.RunAsync());
        Assert.Equal(payment.Id, Assert.Single((await world.Application.Queries.ListAsync(Operations, new PaymentFilter(payment.Status))).Items).Id);
        await AssertListedAsync(payment);
    }

    [Fact]
    public async Task Rows_that_a_crash_left_on_lists_are_swept_and_those_that_are_right_stay()
    {
        var payment = await world.SubmitAsync(Claim());
        var left = PaymentIndex.StatusKey(payment);
        payment = await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
        var nobody = PaymentIndex.StatusKey(payment with { Id = world.Application.Records.Ids.Create(OtherClientId, "never made") });
        await new PaymentIndex(world.Tables).AddAsync([left, nobody], CancellationToken.None);

        Assert.Equal(new RepairReport(1, 0, 0, Payments: 1, Swept: 2), await world.Application.Repair.RunAsync());
        Assert.Null(await world.Tables.GetAsync(Tables.PaymentIndex, left.Partition, left.Row));
        Assert.Null(await world.Tables.GetAsync(Tables.PaymentIndex, nobody.Partition, nobody.Row));
        await AssertListedAsync(payment);
        await StatusPath.ToPaidAsync(world, payment);
    }

    [Fact]
    public async Task Row_of_a_move_that_another_process_makes_during_the_sweep_stays()
    {
        var payment = await world.SubmitAsync(Claim());
        var ahead = PaymentIndex.StatusKey(payment with { Status = PaymentStatus.WaitingDspdApproval });
        await new PaymentIndex(world.Tables).AddAsync([ahead], CancellationToken.None);

        // The other process commits at the worst moment: after the record was read and before the row is taken away.
        var tables = new InterposedTables(world.Tables, Tables.PaymentIndex, () => world.MoveAsync(payment, PaymentAction.Approve, Coordinator));
        using var gate = new Payments.Directory.ClientGate();
        var repair = new PaymentIndexRepair(tables, world.Application.Records, new PaymentIndex(tables), gate, Microsoft.Extensions.Logging.Abstractions.NullLogger<PaymentIndexRepair>.Instance);
        Assert.Equal(0, await repair.SweepAsync(CancellationToken.None));

        var moved = await world.ReadAsync(payment.Id);
        Assert.Equal(ahead, PaymentIndex.StatusKey(moved));
        await AssertListedAsync(moved);
    }

    [Fact]
    public async Task Repair_beside_moves_loses_no_payment_from_its_lists()
    {
        var payments = new List<Payment>();
        for (var day = 1; day <= 20; day++)
        {
            payments.Add(await world.SubmitAsync(Claim(units: 1, fromDay: day, toDay: day)));
        }

        using var done = new CancellationTokenSource();
        var repairing = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await world.Application.Repair.RunAsync();
            }
        });
        await Parallel.ForEachAsync(payments, async (payment, _) =>
        {
            var approved = await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
            await world.MoveAsync(approved, PaymentAction.Approve, Technician);
        });
        await done.CancelAsync();
        await repairing.WaitAsync(Patience);

        foreach (var payment in payments)
        {
            await AssertListedAsync(await world.ReadAsync(payment.Id));
        }
    }

    private static IndexKey[] KeysOf(Payment payment) => [PaymentIndex.StatusKey(payment), PaymentIndex.ProviderKey(payment), PaymentIndex.PeriodKey(payment)];

    private async Task AssertListedAsync(Payment payment)
    {
        foreach (var key in KeysOf(payment))
        {
            Assert.NotNull(await world.Tables.GetAsync(Tables.PaymentIndex, key.Partition, key.Row));
        }
    }

    private async Task LoseAsync(Payment payment)
    {
        var instance = PaymentApproval.InstanceId(payment.Id);
        await world.Engine.TerminateInstanceAsync(instance);
        await world.Engine.WaitForInstanceCompletionAsync(instance).WaitAsync(Patience);
        Assert.True(await world.Engine.PurgeInstanceAsync(instance));
    }

    /// <summary>Lets something happen just before the first write to one table.</summary>
    private sealed class InterposedTables(ITableStore inner, string table, Func<Task> before) : ITableStore
    {
        private int happened;

        public Task<TableRow?> GetAsync(string name, string partitionKey, string rowKey, CancellationToken cancellation = default)
            => inner.GetAsync(name, partitionKey, rowKey, cancellation);

        public Task<TablePage> QueryAsync(string name, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
            => inner.QueryAsync(name, partitionKey, range, top, continuation, cancellation);

        public Task<TablePage> QueryTableAsync(string name, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
            => inner.QueryTableAsync(name, top, continuation, cancellation);

        public async Task<IReadOnlyList<string?>> SubmitAsync(string name, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
        {
            if (name == table && Interlocked.Exchange(ref happened, 1) == 0)
            {
                await before();
            }

            return await inner.SubmitAsync(name, partitionKey, operations, cancellation);
        }
    }
}
