namespace Serverless.Sqlite.Tests;

public sealed class BackPressureTests
{
    [Fact]
    public async Task Enqueue_waits_while_the_queue_is_full_and_no_longer()
    {
        await using var test = await TestDatabase.OpenAsync(options => options with { QueueMax = 2 });
        Task waiting;
        using (await test.HoldWriterAsync())
        {
            await test.Database.EnqueueAsync(TestOperation.Insert(1)).AsTask().WaitAsync(Deadline.Long);
            await test.Database.EnqueueAsync(TestOperation.Insert(2)).AsTask().WaitAsync(Deadline.Long);
            waiting = test.Database.EnqueueAsync(TestOperation.Insert(3)).AsTask();
            Assert.False(waiting.IsCompleted);
        }

        await waiting.WaitAsync(Deadline.Long);
        Assert.Null(Assert.Single(await test.CommitTogetherAsync(TestOperation.Insert(4))));
        Assert.Equal([1, 2, 3, 4], test.Numbers());
    }

    [Fact]
    public async Task Enqueue_that_is_given_up_writes_nothing()
    {
        await using var test = await TestDatabase.OpenAsync(options => options with { QueueMax = 1 });
        using var giveUp = new CancellationTokenSource();
        var abandoned = TestOperation.Insert(2);
        using (await test.HoldWriterAsync())
        {
            await test.Database.EnqueueAsync(TestOperation.Insert(1));
            var waiting = test.Database.EnqueueAsync(abandoned, giveUp.Token).AsTask();
            await giveUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Deadline.Long));
        }

        await test.CommitTogetherAsync(TestOperation.Insert(3));
        Assert.Equal([1, 3], test.Numbers());
        Assert.Equal(0, abandoned.SettledCount);
    }

    [Fact]
    public async Task Readers_beyond_the_limit_wait_for_a_place()
    {
        await using var test = await TestDatabase.OpenAsync(options => options with { ReadersMax = 2 });
        var (reading, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var turn = 0; turn < 50; turn++)
            {
                test.Database.Read(session =>
                {
                    var now = Interlocked.Increment(ref reading);
                    InterlockedMax(ref most, now);
                    session.Scalar("SELECT count(*) FROM numbers");
                    return Interlocked.Decrement(ref reading);
                });
            }
        }))).WaitAsync(Deadline.Long);

        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Read_that_throws_gives_its_place_back()
    {
        await using var test = await TestDatabase.OpenAsync(options => options with { ReadersMax = 1 });

        Assert.Throws<FormatException>(() => test.Database.Read<int>(_ => throw new FormatException()));
        Assert.Empty(test.Numbers());
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen) is var now && now == seen ? value : now;
        }
    }
}
