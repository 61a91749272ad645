namespace Serverless.Durable.Tests.Conformance;

public abstract partial class OrchestrationConformance
{
    [Fact]
    public async Task Sub_orchestration_gives_its_output_to_the_parent()
    {
        Registry
            .AddOrchestrator<int, int>("Child", async (context, value) =>
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
                return context.ParentInstanceId is null ? 0 : value + 1;
            })
            .AddOrchestrator<int, int>("Parent", async (context, value) =>
            {
                var children = Enumerable.Range(value, 3).Select(number => context.CallSubOrchestratorAsync<int>("Child", number));
                return (await Task.WhenAll(children)).Sum();
            });

        var done = await RunAsync("Parent", 10);

        Assert.Equal(36, done.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Failure_of_a_sub_orchestration_is_caught_by_the_parent()
    {
        Registry
            .AddOrchestrator<string, string>("BadChild", (_, reason) => throw new InvalidOperationException(reason))
            .AddOrchestrator<object?, string>("Catcher", async (context, _) =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("BadChild", "spilt milk");
                }
                catch (TaskFailedException exception)
                {
                    return $"{exception.TaskName}: {exception.FailureDetails.ErrorMessage}";
                }
            });

        var done = await RunAsync("Catcher");

        Assert.Equal("BadChild: spilt milk", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Failure_that_a_sub_orchestration_lets_through_names_its_cause_to_the_parent()
    {
        Registry
            .AddActivity<object?, string>("Broken", (_, _) => throw new FormatException("not a number"))
            .AddOrchestrator<object?, string>("LetsThrough", (context, _) => context.CallActivityAsync<string>("Broken"))
            .AddOrchestrator<object?, string>("Asks", async (context, _) =>
            {
                try
                {
                    return await context.CallSubOrchestratorAsync<string>("LetsThrough");
                }
                catch (TaskFailedException exception)
                {
                    return $"{exception.FailureDetails.IsCausedBy<TaskFailedException>()} {exception.FailureDetails.InnerFailure}";
                }
            });

        var done = await RunAsync("Asks");

        Assert.Equal("True System.FormatException: not a number", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Sub_orchestration_has_the_id_it_was_given_and_is_found_by_it()
    {
        var childId = NewId("child");
        Registry
            .AddOrchestrator<object?, string>("NamedChild", (context, _) => Task.FromResult(context.InstanceId))
            .AddOrchestrator<string, string>("Namer", (context, id) => context.CallSubOrchestratorAsync<string>("NamedChild", null, new TaskOptions(InstanceId: id)));
        var client = await StartAsync(Registry);
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Namer", childId, cancellation: Cancellation);

        var done = await CompletionAsync(client, id);
        var child = await client.GetInstanceAsync(childId, cancellation: Cancellation);

        Assert.Equal(childId, done.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, child!.RuntimeStatus);
    }

    [Fact]
    public async Task Continue_as_new_starts_anew_with_its_input()
    {
        Registry
            .AddActivity<int, int>("Increment", (_, value) => Task.FromResult(value + 1))
            .AddOrchestrator<int, int>("Generations", async (context, value) =>
            {
                var next = await context.CallActivityAsync<int>("Increment", value);
                if (next < 10)
                {
                    context.ContinueAsNew(next);
                }

                return next;
            });

        var done = await RunAsync("Generations", 0);

        Assert.Equal(10, done.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Continue_as_new_keeps_events_that_nobody_waited_for()
    {
        Registry.AddOrchestrator<int, int>("Collects", async (context, sum) =>
        {
            var value = await context.WaitForExternalEvent<int>("Value");
            if (value == 0)
            {
                return sum;
            }

            context.ContinueAsNew(sum + value);
            return 0;
        });
        var client = await StartAsync(Registry);
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Collects", 0, cancellation: Cancellation);
        for (var value = 20; value >= 0; value--)
        {
            await client.RaiseEventAsync(id, "Value", value, Cancellation);
        }

        var done = await CompletionAsync(client, id);

        Assert.Equal(210, done.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Failures_inside_a_fan_out_leave_the_other_branches_alone()
    {
        Registry
            .AddActivity<int, int>("OddFails", (_, value) => value % 2 == 1 ? throw new InvalidOperationException("odd") : Task.FromResult(value))
            .AddOrchestrator<int, string>("Branches", async (context, count) =>
            {
                var branches = Enumerable.Range(0, count).Select(async value =>
                {
                    try
                    {
                        return await context.CallActivityAsync<int>("OddFails", value);
                    }
                    catch (TaskFailedException)
                    {
                        return -1;
                    }
                });
                return string.Join(' ', await Task.WhenAll(branches));
            });

        var done = await RunAsync("Branches", 6);

        Assert.Equal("0 -1 2 -1 4 -1", done.ReadOutputAs<string>());
    }
}
