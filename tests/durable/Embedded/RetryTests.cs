namespace Serverless.Durable.Tests.Embedded;

/// <summary>When a failure is tried again, and when it is the orchestrator's.</summary>
public sealed class RetryTests : IAsyncDisposable
{
    private static readonly TaskFailureDetails Failure = new("Some.Exception", "failed");

    private readonly EngineHouse house = new();

    public async ValueTask DisposeAsync() => await house.DisposeAsync();

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void Failure_is_tried_again_until_the_timeout_has_passed(int secondsSinceFirst, bool again)
    {
        var policy = new RetryPolicy(5, TimeSpan.FromSeconds(4), RetryTimeout: TimeSpan.FromSeconds(10));

        var delay = policy.NextDelay(1, Failure, TimeSpan.FromSeconds(secondsSinceFirst));

        Assert.Equal(again ? TimeSpan.FromSeconds(4) : null, delay);
    }

    [Fact]
    public async Task Handler_that_throws_leaves_the_activitys_failure_as_it_was()
    {
        var policy = new RetryPolicy(3, TimeSpan.FromSeconds(1)) { HandleFailure = _ => throw new InvalidOperationException("the handler's") };
        var registry = new TaskRegistry()
            .AddActivity<object?, int>("Fails", (_, _) => throw new InvalidOperationException("the activity's"))
            .AddOrchestrator<object?, int>("Calls", (context, _) => context.CallActivityAsync<int>("Fails", null, new TaskOptions(policy)));
        var engine = await house.StartAsync(registry);
        var id = await engine.ScheduleNewOrchestrationInstanceAsync("Calls");

        var failed = await Eventually.CompletesAsync(engine, id);

        Assert.True(failed.FailureDetails!.IsCausedBy<TaskFailedException>());
        Assert.Equal("the activity's", failed.FailureDetails.InnerFailure!.ErrorMessage);
    }
}
