using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Storage;
using Serverless.Storage.Memory;
using static Serverless.Payments.Tests.ProviderPayments.Lists.ListedSample;

namespace Serverless.Payments.Tests.ProviderPayments.Lists;

/// <summary>A period in memory is never behind what was shown before the question, whatever happens at the same time.</summary>
[Trait("Req", "CARE-4")]
public sealed class PeriodViewTests
{
    [Fact]
    public async Task Everybody_finds_what_was_shown_before_the_question_when_many_show_and_ask_at_once()
    {
        using var world = new PagesWorld();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var round = 1; round <= 60; round++)
            {
                await world.ShowAsync(Item(worker, round), Item(1_000 + (round * 8) + worker));
                var page = await world.ListAsync(new(Period, Sort: PaymentSort.Since));
                var own = page.Items.SingleOrDefault(item => item.Id == Item(worker).Id);
                Assert.True(own is null ? page.Next is not null : own.Version == round, $"{own?.Version} instead of {round}");
                Assert.InRange(page.Counts.All, round, 8 * 61);
            }
        })));

        Assert.Equal(8 * 61, (await world.ListAsync(new(Period))).Counts.All);
    }

    [Fact]
    public async Task Nothing_is_left_out_when_a_reading_fails_in_the_middle()
    {
        for (var failing = 1; failing <= 40; failing++)
        {
            var store = new MemoryTableStore();
            var failed = new FailingQueries(store, failing);
            using var world = new PagesWorld(failed, store);
            await world.ShowAsync([.. Enumerable.Range(0, 40).Select(number => Item(number))]);
            for (var version = 2; version <= 4; version++)
            {
                await Record.ExceptionAsync(() => world.ListAsync(new(Period)));
                await world.ShowAsync(Item(version, version), Item(40 + version));
            }

            Assert.True(failed.HasFailed);
            var expected = Enumerable.Range(0, 45).Where(number => number is < 40 or > 41).Select(number => Item(number, number is >= 2 and <= 4 ? number : 1));
            AssertShown(expected, (await world.ListAsync(new(Period))).Items);
        }
    }

    [Fact]
    public async Task Who_gives_up_keeps_nobody_else_from_an_answer()
    {
        var store = new MemoryTableStore();
        var held = new HeldQueries(store);
        using var world = new PagesWorld(held, store);
        await world.ShowAsync(Item(1));
        using var patience = new CancellationTokenSource();
        var impatient = world.Pages.ListAsync(PagesWorld.Operations, new(Period), cancellation: patience.Token);
        var patient = world.ListAsync(new(Period));

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        held.Release();

        Assert.Equal([Item(1)], (await patient).Items);
    }

    /// <summary>One of its queries fails.</summary>
    private sealed class FailingQueries(ITableStore inner, int failing) : QueriedTables(inner)
    {
        private int number;

        public bool HasFailed => Volatile.Read(ref number) >= failing;

        protected override Task BeforeAsync() => Interlocked.Increment(ref number) == failing ? throw new IOException("The store cannot be reached.") : Task.CompletedTask;
    }

    /// <summary>None of its queries is answered before it is released.</summary>
    private sealed class HeldQueries(ITableStore inner) : QueriedTables(inner)
    {
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => released.SetResult();

        protected override Task BeforeAsync() => released.Task;
    }

    private abstract class QueriedTables(ITableStore inner) : ITableStore
    {
        public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default) => inner.GetAsync(table, partitionKey, rowKey, cancellation);

        public async Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        {
            await BeforeAsync();

            // Small pages, so that every shard has several.
            return await inner.QueryAsync(table, partitionKey, range, Math.Min(top, 2), continuation, cancellation);
        }

        public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
            => inner.QueryTableAsync(table, top, continuation, cancellation);

        public Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
            => inner.SubmitAsync(table, partitionKey, operations, cancellation);

        protected abstract Task BeforeAsync();
    }
}
