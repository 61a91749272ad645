namespace Serverless.Durable.Tests.Conformance;

public abstract partial class OrchestrationConformance
{
    private const string WaiterName = "Waiter";

    [Fact]
    public async Task Terminated_instance_ends_with_the_given_output_and_hears_nothing_more()
    {
        var client = await StartWaiterAsync();
        var id = await client.ScheduleNewOrchestrationInstanceAsync(WaiterName, cancellation: Cancellation);
        await client.WaitForInstanceStartAsync(id, cancellation: Cancellation);

        await client.TerminateInstanceAsync(id, "stopped by hand", Cancellation);
        var done = await CompletionAsync(client, id);
        await client.RaiseEventAsync(id, "Word", "too late", Cancellation);
        var after = await client.GetInstanceAsync(id, true, Cancellation);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, done.RuntimeStatus);
        Assert.Equal("stopped by hand", done.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, after!.RuntimeStatus);
    }

    [Fact]
    public async Task Suspended_instance_keeps_events_until_it_is_resumed()
    {
        var client = await StartWaiterAsync();
        var id = await client.ScheduleNewOrchestrationInstanceAsync(WaiterName, cancellation: Cancellation);
        await client.WaitForInstanceStartAsync(id, cancellation: Cancellation);
        await client.SuspendInstanceAsync(id, "audit", Cancellation);
        await UntilAsync(client, id, seen => seen.RuntimeStatus == OrchestrationRuntimeStatus.Suspended);
        await client.RaiseEventAsync(id, "Word", "kept", Cancellation);
        var suspended = await client.GetInstanceAsync(id, cancellation: Cancellation);

        await client.ResumeInstanceAsync(id, "audit over", Cancellation);
        var done = await CompletionAsync(client, id);

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, suspended!.RuntimeStatus);
        Assert.Equal("kept", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Suspended_instance_can_be_terminated()
    {
        var client = await StartWaiterAsync();
        var id = await client.ScheduleNewOrchestrationInstanceAsync(WaiterName, cancellation: Cancellation);
        await client.WaitForInstanceStartAsync(id, cancellation: Cancellation);
        await client.SuspendInstanceAsync(id, null, Cancellation);
        await client.TerminateInstanceAsync(id, null, Cancellation);

        var done = await CompletionAsync(client, id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, done.RuntimeStatus);
    }

    [Fact]
    public async Task Id_of_a_live_instance_is_refused()
    {
        var client = await StartWaiterAsync();
        var options = new StartOrchestrationOptions(NewId("live"));
        await client.ScheduleNewOrchestrationInstanceAsync(WaiterName, null, options, Cancellation);

        var refused = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => client.ScheduleNewOrchestrationInstanceAsync(WaiterName, null, options, Cancellation));

        Assert.Equal(options.InstanceId, refused.InstanceId);
    }

    [Fact]
    public async Task Id_is_used_again_after_completion()
    {
        var client = await StartWaiterAsync();
        var options = new StartOrchestrationOptions(NewId("again"));
        for (var round = 0; round < 3; round++)
        {
            var id = await client.ScheduleNewOrchestrationInstanceAsync(WaiterName, null, options, Cancellation);
            await client.RaiseEventAsync(id, "Word", $"round {round}", Cancellation);
            var done = await CompletionAsync(client, id);
            Assert.Equal($"round {round}", done.ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task Purged_instance_is_unknown_and_a_live_one_is_not_purged()
    {
        var client = await StartWaiterAsync();
        var id = await client.ScheduleNewOrchestrationInstanceAsync(WaiterName, cancellation: Cancellation);
        await client.WaitForInstanceStartAsync(id, cancellation: Cancellation);
        var whileLive = await client.PurgeInstanceAsync(id, Cancellation);
        await client.RaiseEventAsync(id, "Word", "end", Cancellation);
        await CompletionAsync(client, id);

        var afterEnd = await client.PurgeInstanceAsync(id, Cancellation);

        Assert.False(whileLive);
        Assert.True(afterEnd);
        Assert.Null(await client.GetInstanceAsync(id, cancellation: Cancellation));
    }

    [Fact]
    public async Task Query_finds_instances_by_status_and_prefix()
    {
        var client = await StartWaiterAsync();
        var prefix = NewId("query") + "-";
        for (var index = 0; index < 4; index++)
        {
            await client.ScheduleNewOrchestrationInstanceAsync(WaiterName, null, new StartOrchestrationOptions(prefix + index), Cancellation);
        }

        await client.RaiseEventAsync(prefix + 1, "Word", "end", Cancellation);
        await CompletionAsync(client, prefix + 1);
        await Task.WhenAll(new[] { 0, 2, 3 }.Select(index => client.WaitForInstanceStartAsync(prefix + index, cancellation: Cancellation)));

        var running = await ListAsync(client, new OrchestrationQuery([OrchestrationRuntimeStatus.Running], prefix));
        var completed = await ListAsync(client, new OrchestrationQuery([OrchestrationRuntimeStatus.Completed], prefix));

        Assert.Equal([prefix + 0, prefix + 2, prefix + 3], running);
        Assert.Equal([prefix + 1], completed);
    }

    [Fact]
    public virtual async Task Scheduled_start_waits_for_its_time()
    {
        var client = await StartWaiterAsync();
        var startAt = DateTimeOffset.UtcNow.AddSeconds(1);
        var id = await client.ScheduleNewOrchestrationInstanceAsync(WaiterName, null, new StartOrchestrationOptions(NewId("later"), startAt), Cancellation);

        await client.WaitForInstanceStartAsync(id, cancellation: Cancellation);

        Assert.True(DateTimeOffset.UtcNow >= startAt);
    }

    private async Task<IOrchestrationClient> StartWaiterAsync()
    {
        Registry.AddOrchestrator<object?, string>(WaiterName, (context, _) => context.WaitForExternalEvent<string>("Word"));
        return await StartAsync(Registry);
    }

    /// <summary>The ids in the order in which the client gives them.</summary>
    protected virtual async Task<List<string>> ListAsync(IOrchestrationClient client, OrchestrationQuery query)
    {
        var ids = new List<string>();
        await foreach (var metadata in client.GetAllInstancesAsync(query, Cancellation))
        {
            ids.Add(metadata.InstanceId);
        }

        return ids;
    }
}
