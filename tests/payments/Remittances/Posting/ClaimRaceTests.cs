using Serverless.Durable;
using Serverless.Payments.Ledger;
using Serverless.Payments.Remittances;
using Serverless.Payments.Remittances.Posting;
using Serverless.Storage;
using Serverless.Testing;
using static Serverless.Payments.Tests.Remittances.RemittanceWorld;

namespace Serverless.Payments.Tests.Remittances.Posting;

/// <summary>A batch commits just while another one looks whether it has.</summary>
[Trait("Req", "SAN-6")]
[Trait("Req", "ALL-3")]
public sealed class ClaimRaceTests : IAsyncLifetime
{
    private static readonly ActivityContext Step = new("step", "step", CancellationToken.None);
    private BetweenReads between = null!;
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await RemittanceWorld.CreateAsync(tables => between = new BetweenReads(tables));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task What_a_batch_commits_between_two_looks_at_it_is_not_written_over()
    {
        await world.BillAsync("A", 100.00m);
        var first = await AskedAsync(60.00m, Biller);
        var second = await AskedAsync(100.00m, Biller2);
        var activities = world.Application.Remittances.Activities;
        Assert.Equal(0, (await activities.ClaimAsync(Step, new PostingPart(first, 0))).Moved.Count);

        between.Once(first.Id, RemittanceKeys.Session, () => activities.CommitAsync(Step, first));
        var claimed = await activities.ClaimAsync(Step, new PostingPart(second, 0));
        Assert.True(between.HasCome, "Nobody has looked at the first batch.");
        Assert.Equal((false, "A-1", null), (claimed.IsHeld, Assert.Single(claimed.Moved.Named).Invoice, claimed.Moved.Named[0].HeldBy));

        await activities.RefuseAsync(Step, new PostingRefusal(second, claimed.Moved.Named, 1));
        Assert.Equal(1, await activities.ApplyAsync(Step, new PostingPart(first, 0)));
        Assert.Equal((40.00m, 60.00m), (await world.BalanceAsync("A-1"), (await world.LedgerAsync())[Accounts.CashReceipts]));
    }

    /// <summary>A session in Posting that no orchestration has heard of; its steps are taken by the test.</summary>
    private async Task<PostingInput> AskedAsync(decimal amount, Identity.Caller by)
    {
        var id = await world.OpenAsync(amount, by: by);
        await world.PutAsync(id, "A-1", amount, by: by);
        var stored = (await world.Application.Remittances.Records.LoadAsync(id))!;
        var asked = RemittanceRules.Post(stored.State, [], by.User, world.Time.GetUtcNow()).After!;
        await world.Application.Remittances.Records.WriteAsync(stored, asked, $"asked-{id}", []);
        return new PostingInput(id, asked.Attempt);
    }

    /// <summary>A store in which something happens just after a row was read.</summary>
    private sealed class BetweenReads(ITableStore inner) : ITableStore
    {
        private (string Partition, string Row, Func<Task> Act)? next;

        public bool HasCome { get; private set; }

        public void Once(string partition, string row, Func<Task> act) => next = (partition, row, act);

        public async Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
        {
            var found = await inner.GetAsync(table, partitionKey, rowKey, cancellation);
            if (next is { } due && table == Tables.Remittances && due.Partition == partitionKey && due.Row == rowKey)
            {
                next = null;
                HasCome = true;
                await due.Act();
            }

            return found;
        }

        public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
            => inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);

        public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
            => inner.QueryTableAsync(table, top, continuation, cancellation);

        public Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
            => inner.SubmitAsync(table, partitionKey, operations, cancellation);
    }
}
