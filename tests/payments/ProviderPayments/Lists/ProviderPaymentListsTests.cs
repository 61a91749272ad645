using Serverless.Payments.Approvals;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Payments.Tests.MassPayments;
using Serverless.Storage;
using Serverless.Storage.Memory;
using static Serverless.Payments.Tests.ProviderPayments.Lists.ListedSample;

namespace Serverless.Payments.Tests.ProviderPayments.Lists;

[Trait("Req", "CARE-4")]
public sealed class ProviderPaymentListsTests
{
    private readonly MemoryTableStore tables = new();
    private readonly ProviderPaymentLists lists;

    public ProviderPaymentListsTests() => lists = new(tables);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_of_any_size_show_each_item_once_when_more_change_than_a_transaction_takes(int top)
    {
        var items = Many(1_900);
        await lists.ShowAsync(items, CancellationToken.None);
        AssertShown(items, await lists.ReadAllAsync(top: top));

        items = Many(1_900, version: 2);
        await lists.ShowAsync(items, CancellationToken.None);
        AssertShown(items, await lists.ReadAllAsync(top: top));
    }

    [Fact]
    public async Task Whoever_knows_a_shard_up_to_a_position_reads_only_what_changed_since()
    {
        var items = Enumerable.Range(0, 400).Select(number => Item(number)).Where(item => ListedRowKeys.ShardOf(item.Id) == 5).ToArray();
        await lists.ShowAsync(items, CancellationToken.None);
        var known = await lists.ReadAsync(Period, 5, 0, 1000, CancellationToken.None);
        Assert.Null(known.Next);
        Assert.Equal(items.Length, known.Items.Count);
        Assert.Equal(known with { Items = [] }, await lists.ReadAsync(Period, 5, known.Last, 1000, CancellationToken.None) with { Items = [] });

        var changed = new[] { items[2] with { Version = 2 }, items[0] with { Version = 5 } };
        await lists.ShowAsync([changed[0]], CancellationToken.None);
        await lists.ShowAsync([changed[1]], CancellationToken.None);
        Assert.Equal(changed, (await lists.ReadAsync(Period, 5, known.Last, 1000, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task Showing_writes_nothing_when_the_versions_are_shown_already()
    {
        var trapped = new TrappedTables(tables);
        using var others = new ProviderPaymentLists(trapped);
        await lists.ShowAsync(Many(300, version: 2), CancellationToken.None);
        trapped.Set(1, isLast: false);

        await others.ShowAsync(Many(300, version: 2), CancellationToken.None);
        await others.ShowAsync(Many(300, version: 1), CancellationToken.None);

        Assert.False(trapped.Sprung.IsCompleted);
        AssertShown(Many(300, version: 2), await lists.ReadAllAsync());
    }

    [Fact]
    public async Task The_latest_version_is_shown_when_one_call_has_several_in_any_order()
    {
        await lists.ShowAsync([Item(1, 2), Item(1, 4), Item(2), Item(1, 3)], CancellationToken.None);
        AssertShown([Item(1, 4), Item(2)], await lists.ReadAllAsync());
    }

    [Fact]
    public async Task Periods_are_apart()
    {
        var other = Item(2) with { Period = "2026-12" };
        await lists.ShowAsync([Item(1), other], CancellationToken.None);
        Assert.Equal([Item(1)], await lists.ReadAllAsync());
        Assert.Equal([other], await lists.ReadAllAsync("2026-12"));
    }

    [Fact]
    public async Task Items_are_parted_into_more_transactions_when_their_texts_are_long()
    {
        var items = Many(200).ConvertAll(item => item with { ChildName = new string('x', 60_000) });
        await lists.ShowAsync(items, CancellationToken.None);
        AssertShown(items, await lists.ReadAllAsync());
        await Assert.ThrowsAsync<ArgumentException>(() => lists.ShowAsync([Item(1, 2) with { ChildName = new string('x', TableLimits.DataCharsMax) }], CancellationToken.None));
    }

    [Fact]
    public async Task Nothing_is_lost_when_another_process_shows_the_same_and_others_in_between()
    {
        var held = new HeldUpTables(tables, Tables.ProviderPaymentLists);
        using var stalled = new ProviderPaymentLists(held);
        await lists.ShowAsync(Many(64), CancellationToken.None);
        held.Others = () => lists.ShowAsync([.. Many(32, version: 3), .. Many(32, first: 64)], CancellationToken.None);

        await stalled.ShowAsync(Many(64, version: 2), CancellationToken.None);

        AssertShown([.. Many(32, version: 3), .. Many(32, version: 2, first: 32), .. Many(32, first: 64)], await lists.ReadAllAsync());
    }

    [Fact]
    public async Task Showing_gives_up_for_its_activity_to_try_again_when_others_always_come_first()
    {
        var held = new HeldUpTables(tables, Tables.ProviderPaymentLists);
        using var stalled = new ProviderPaymentLists(held);
        var version = 0;
        held.Others = OthersAsync;

        await Assert.ThrowsAsync<TableConflictException>(() => stalled.ShowAsync([Item(1)], CancellationToken.None));

        Assert.Equal(50, version);
        held.Others = null;
        await stalled.ShowAsync([Item(1, 1000)], CancellationToken.None);
        AssertShown([Item(1, 1000), Item(Neighbour(), 50)], await lists.ReadAllAsync());

        async Task OthersAsync()
        {
            await lists.ShowAsync([Item(Neighbour(), ++version)], CancellationToken.None);
            held.Others = OthersAsync;
        }

        static int Neighbour() => Enumerable.Range(2, 1000).First(number => ListedRowKeys.ShardOf(Item(number).Id) == ListedRowKeys.ShardOf(Item(1).Id));
    }

    [Fact]
    public async Task Nothing_is_lost_and_nothing_shown_twice_when_two_processes_show_at_once()
    {
        const int Rounds = 20;
        using var other = new ProviderPaymentLists(tables);
        ProviderPaymentLists[] processes = [lists, other];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var round = 1; round <= Rounds; round++)
            {
                // Every worker shows versions of its own, of payments that all of them show.
                await RepeatedAsync(processes[worker % 2], Many(40, version: (round * 8) + worker));
            }
        })));

        AssertShown(Many(40, version: (Rounds * 8) + 7), await lists.ReadAllAsync());

        // As an activity is that lost every one of its attempts, which is rare but legal among so many.
        static async Task RepeatedAsync(ProviderPaymentLists process, List<ListedPayment> items)
        {
            for (var run = 1; ; run++)
            {
                try
                {
                    await process.ShowAsync(items, CancellationToken.None);
                    return;
                }
                catch (TableConflictException) when (run < 20)
                {
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_is_shown_once_when_the_process_ends_at_any_write_and_the_call_is_repeated(bool isWritten)
    {
        for (var write = 1; write <= 31; write += 3)
        {
            var store = new MemoryTableStore();
            using var next = new ProviderPaymentLists(store);
            await next.ShowAsync(Many(300), CancellationToken.None);
            var trapped = new TrappedTables(store);
            using var ending = new ProviderPaymentLists(trapped);
            trapped.Set(write, isWritten);
            await Record.ExceptionAsync(() => ending.ShowAsync(Many(900, version: 2), CancellationToken.None));
            Assert.True(trapped.Sprung.IsCompleted);

            await next.ShowAsync(Many(900, version: 2), CancellationToken.None);

            AssertShown(Many(900, version: 2), await next.ReadAllAsync());
        }
    }

    [Fact]
    public void Ids_of_all_kinds_are_spread_evenly_over_the_shards()
    {
        using var blocks = new PaymentIds(new byte[32]);
        var ids = new ProviderPaymentIds(blocks);
        AssertEven(Enumerable.Range(0, 16_000).Select(number => ids.OfPayment(Period, "P-100", $"{3_000_000_000L + number}")));
        AssertEven(Enumerable.Range(0, 16_000).Select(number => ids.OfAdjustment("3000000000", "pp-1", $"{number}")));
        AssertEven(Enumerable.Range(0, 16_000).Select(number => Item(number).Id));

        static void AssertEven(IEnumerable<string> ids)
        {
            var shards = ids.CountBy(ListedRowKeys.ShardOf).ToDictionary();
            Assert.Equal(Enumerable.Range(0, ProviderPaymentLists.Shards), shards.Keys.Order());
            Assert.All(shards.Values, count => Assert.InRange(count, 800, 1_200));
        }
    }

    [Theory]
    [InlineData("pp-04x0n3v6m8k2j5r7q9s1t4w6z8", 14)]
    [InlineData("pa-00000000000000000000000001", 12)]
    public void An_id_stays_in_its_shard_for_ever(string id, int shard) => Assert.Equal(shard, ListedRowKeys.ShardOf(id));

    private static List<ListedPayment> Many(int count, int version = 1, int first = 0) => [.. Enumerable.Range(first, count).Select(number => Item(number, version))];
}
