namespace Serverless.Durable.Tests.Conformance;

public abstract partial class OrchestrationConformance
{
    [Fact]
    public async Task Event_that_wins_against_a_timer_completes_the_wait()
    {
        Registry.AddOrchestrator<object?, string>("EventWins", async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromHours(5), cancel.Token);
            var decision = context.WaitForExternalEvent<string>("Decision");
            if (await Task.WhenAny(timer, decision) == timer)
            {
                return "late";
            }

            cancel.Cancel();
            return await decision;
        });
        var client = await StartAsync(Registry);
        var id = await client.ScheduleNewOrchestrationInstanceAsync("EventWins", cancellation: Cancellation);
        await client.WaitForInstanceStartAsync(id, cancellation: Cancellation);

        await client.RaiseEventAsync(id, "Decision", "approved", Cancellation);
        var done = await CompletionAsync(client, id);

        Assert.Equal("approved", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Timer_that_wins_against_an_event_ends_the_wait()
    {
        Registry.AddOrchestrator<object?, string>("TimerWins", async (context, _) =>
        {
            var timer = context.CreateTimer(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            var decision = context.WaitForExternalEvent<string>("Decision");
            return await Task.WhenAny(timer, decision) == timer ? "late" : "in time";
        });

        var done = await RunAsync("TimerWins");

        Assert.Equal("late", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_that_come_early_are_kept_in_their_order()
    {
        Registry
            .AddActivity<object?, int>("Prepare", (_, _) => Task.FromResult(1))
            .AddOrchestrator<object?, string>("Early", async (context, _) =>
            {
                await context.WaitForExternalEvent<object?>("Go");
                await context.CallActivityAsync<int>("Prepare");
                var first = await context.WaitForExternalEvent<string>("Word");
                var second = await context.WaitForExternalEvent<string>("Word");
                return $"{first} {second}";
            });
        var client = await StartAsync(Registry);
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Early", cancellation: Cancellation);
        await client.RaiseEventAsync(id, "Word", "one", Cancellation);
        await client.RaiseEventAsync(id, "Word", "two", Cancellation);
        await client.RaiseEventAsync(id, "Go", null, Cancellation);

        var done = await CompletionAsync(client, id);

        Assert.Equal("one two", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Names_of_events_ignore_case()
    {
        Registry.AddOrchestrator<object?, int>("AnyCase", async (context, _) =>
            await context.WaitForExternalEvent<int>("SC.Decision") + await context.WaitForExternalEvent<int>("sc.decision"));
        var client = await StartAsync(Registry);
        var id = await client.ScheduleNewOrchestrationInstanceAsync("AnyCase", cancellation: Cancellation);
        await client.RaiseEventAsync(id, "sc.DECISION", 1, Cancellation);
        await client.RaiseEventAsync(id, "SC.decision", 2, Cancellation);

        var done = await CompletionAsync(client, id);

        Assert.Equal(3, done.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Event_after_a_cancelled_wait_is_swallowed_by_it()
    {
        Registry.AddOrchestrator<object?, string>("Swallows", async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var abandoned = context.WaitForExternalEvent<string>("Word", cancel.Token);
            cancel.Cancel();
            await context.WaitForExternalEvent<object?>("Go");
            return $"{abandoned.IsCanceled} {await context.WaitForExternalEvent<string>("Word")}";
        });
        var client = await StartAsync(Registry);
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Swallows", cancellation: Cancellation);
        await client.RaiseEventAsync(id, "Word", "swallowed", Cancellation);
        await client.RaiseEventAsync(id, "Go", null, Cancellation);
        await client.RaiseEventAsync(id, "Word", "heard", Cancellation);

        var done = await CompletionAsync(client, id);

        Assert.Equal("True heard", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Latest_wait_of_a_name_is_served_first()
    {
        Registry.AddOrchestrator<object?, string>("Stacked", async (context, _) =>
        {
            var older = context.WaitForExternalEvent<string>("Word");
            var newer = context.WaitForExternalEvent<string>("Word");
            await Task.WhenAll(older, newer);
            return $"{await newer} {await older}";
        });
        var client = await StartAsync(Registry);
        var id = await client.ScheduleNewOrchestrationInstanceAsync("Stacked", cancellation: Cancellation);
        await client.RaiseEventAsync(id, "Word", "first", Cancellation);
        await client.RaiseEventAsync(id, "Word", "second", Cancellation);

        var done = await CompletionAsync(client, id);

        Assert.Equal("first second", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Instance_stays_running_while_a_timer_is_open_though_its_orchestrator_returned()
    {
        Registry.AddOrchestrator<object?, string>("LeavesTimer", async (context, _) =>
        {
            _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            await context.WaitForExternalEvent<object?>("Go");
            context.SetCustomStatus("returned");
            return "done";
        });
        var client = await StartAsync(Registry);
        var id = await client.ScheduleNewOrchestrationInstanceAsync("LeavesTimer", cancellation: Cancellation);
        await client.RaiseEventAsync(id, "Go", null, Cancellation);

        var metadata = await UntilAsync(client, id, seen => seen.ReadCustomStatusAs<string>() == "returned");

        Assert.Equal(OrchestrationRuntimeStatus.Running, metadata.RuntimeStatus);
    }

    [Fact]
    public async Task Event_sent_by_an_orchestration_reaches_another()
    {
        Registry
            .AddOrchestrator<string, string>("Sender", (context, receiver) =>
            {
                context.SendEvent(receiver, "Word", "from afar");
                return Task.FromResult("sent");
            })
            .AddOrchestrator<object?, string>("Receiver", (context, _) => context.WaitForExternalEvent<string>("Word"));
        var client = await StartAsync(Registry);
        var receiver = await client.ScheduleNewOrchestrationInstanceAsync("Receiver", cancellation: Cancellation);
        await client.WaitForInstanceStartAsync(receiver, cancellation: Cancellation);
        await client.ScheduleNewOrchestrationInstanceAsync("Sender", receiver, cancellation: Cancellation);

        var done = await CompletionAsync(client, receiver);

        Assert.Equal("from afar", done.ReadOutputAs<string>());
    }
}
