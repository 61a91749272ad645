using System.Collections.Concurrent;

namespace Serverless.Durable.Tests.Conformance;

public abstract partial class OrchestrationConformance
{
    [Fact]
    public async Task Sequence_passes_results_on_and_completes_with_the_output()
    {
        Registry
            .AddActivity<int, int>("Double", (_, value) => Task.FromResult(value * 2))
            .AddOrchestrator<int, int>("Sequence", async (context, value) =>
            {
                for (var step = 0; step < 3; step++)
                {
                    value = await context.CallActivityAsync<int>("Double", value);
                }

                return value;
            });

        var done = await RunAsync("Sequence", 5);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal(40, done.ReadOutputAs<int>());
        Assert.Equal(5, done.ReadInputAs<int>());
    }

    [Fact]
    public async Task Fan_out_of_a_thousand_gathers_every_result_in_its_place()
    {
        Registry
            .AddActivity<int, int>("Square", (_, value) => Task.FromResult(value * value))
            .AddOrchestrator<int, long>("FanOut", async (context, count) =>
            {
                var results = await Task.WhenAll(Enumerable.Range(0, count).Select(value => context.CallActivityAsync<int>("Square", value)));
                return results.Select((result, value) => result == value * value ? 1L : 0L).Sum();
            });

        var done = await RunAsync("FanOut", 1_000);

        Assert.Equal(1_000, done.ReadOutputAs<long>());
    }

    [Fact]
    public async Task Failure_of_an_activity_is_caught_with_its_facts_and_the_orchestrator_goes_on()
    {
        Registry
            .AddActivity<string, string>("Refuse", (_, reason) => throw new InvalidOperationException(reason))
            .AddActivity<string, string>("Compensate", (_, text) => Task.FromResult("undone: " + text))
            .AddOrchestrator<object?, string>("TryCatch", async (context, _) =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Refuse", "no funds");
                }
                catch (TaskFailedException exception) when (exception.FailureDetails.IsCausedBy<InvalidOperationException>())
                {
                    return await context.CallActivityAsync<string>("Compensate", $"{exception.TaskName}: {exception.FailureDetails.ErrorMessage}");
                }
            });

        var done = await RunAsync("TryCatch");

        Assert.Equal("undone: Refuse: no funds", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Failure_that_nobody_catches_fails_the_instance_with_its_details()
    {
        Registry
            .AddActivity<object?, string>("Break", (_, _) => throw new FormatException("not a number"))
            .AddOrchestrator<object?, string>("Uncaught", (context, _) => context.CallActivityAsync<string>("Break"));

        var done = await RunAsync("Uncaught");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Contains("not a number", done.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Null(done.SerializedOutput);
    }

    [Fact]
    public async Task Retry_runs_the_activity_again_until_it_succeeds()
    {
        var calls = new ConcurrentDictionary<string, int>();
        Registry
            .AddActivity<string, int>("Flaky", (context, _) =>
            {
                var call = calls.AddOrUpdate(context.InstanceId, 1, (_, before) => before + 1);
                return call < 3 ? throw new TimeoutException("busy") : Task.FromResult(call);
            })
            .AddOrchestrator<object?, int>("Retried", (context, _) =>
                context.CallActivityAsync<int>("Flaky", "x", new TaskOptions(new RetryPolicy(5, TimeSpan.FromMilliseconds(10), 2))));

        var done = await RunAsync("Retried");

        Assert.Equal(3, done.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Retry_gives_up_after_the_last_attempt_and_throws_the_failure()
    {
        var calls = 0;
        Registry
            .AddActivity<object?, int>("NeverWell", (_, _) =>
            {
                Interlocked.Increment(ref calls);
                throw new TimeoutException("still busy");
            })
            .AddOrchestrator<object?, string>("GivesUp", async (context, _) =>
            {
                try
                {
                    await context.CallActivityAsync<int>("NeverWell", null, new TaskOptions(new RetryPolicy(3, TimeSpan.FromMilliseconds(10))));
                    return "no";
                }
                catch (TaskFailedException exception)
                {
                    return exception.FailureDetails.ErrorMessage;
                }
            });

        var done = await RunAsync("GivesUp");

        Assert.Equal("still busy", done.ReadOutputAs<string>());
        Assert.Equal(3, calls);
    }

    [Theory]
    [InlineData("busy", 3)]
    [InlineData("refused", 1)]
    public async Task Retry_goes_on_only_with_failures_that_its_handler_takes(string failure, int attempts)
    {
        var calls = 0;
        var policy = new RetryPolicy(3, TimeSpan.FromMilliseconds(20), MaxRetryInterval: TimeSpan.FromMilliseconds(10), RetryTimeout: TimeSpan.FromMinutes(5))
        {
            HandleFailure = details => details.IsCausedBy<TimeoutException>() && details.ErrorMessage == "busy",
        };
        Registry
            .AddActivity<string, int>("Fails", (_, message) =>
            {
                Interlocked.Increment(ref calls);
                throw new TimeoutException(message);
            })
            .AddOrchestrator<string, string>("Handles", async (context, message) =>
            {
                try
                {
                    await context.CallActivityAsync<int>("Fails", message, new TaskOptions(policy));
                    return "no";
                }
                catch (TaskFailedException exception)
                {
                    return exception.FailureDetails.ErrorMessage;
                }
            });

        var done = await RunAsync("Handles", failure);

        Assert.Equal(failure, done.ReadOutputAs<string>());
        Assert.Equal(attempts, calls);
    }

    [Fact]
    public async Task Custom_status_and_time_and_ids_are_the_instances_own()
    {
        Registry
            .AddActivity<object?, int>("Nothing", (_, _) => Task.FromResult(0))
            .AddOrchestrator<object?, string>("Facts", async (context, _) =>
            {
                context.SetCustomStatus(new { Stage = "first" });
                var first = context.NewGuid();
                var time = context.CurrentUtcDateTime;
                await context.CallActivityAsync<int>("Nothing");
                context.SetCustomStatus(new { Stage = "second" });
                return $"{first != context.NewGuid()} {time.Kind} {context.CurrentUtcDateTime >= time} {context.Name}";
            });

        var done = await RunAsync("Facts");

        Assert.Equal("True Utc True Facts", done.ReadOutputAs<string>());
        Assert.Contains("second", done.SerializedCustomStatus, StringComparison.Ordinal);
    }
}
