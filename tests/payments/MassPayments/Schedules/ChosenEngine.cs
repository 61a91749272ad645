using Serverless.Durable;

namespace Serverless.Payments.Tests.MassPayments.Schedules;

/// <summary>
/// An engine that does only what it is told to next. Activities run at least once: some run twice, at one time or long after
/// the orchestration has gone on, and one that fails runs again. An instance can be lost with its history.
/// </summary>
/// <param name="chooser">Who tells it.</param>
/// <param name="time">The clock.</param>
/// <param name="orchestrator">What its instances run.</param>
internal sealed class ChosenEngine(Chooser chooser, TimeProvider time, Func<OrchestrationContext, object, Task<bool>> orchestrator) : IOrchestrationClient
{
    private const int FailuresMax = 30;
    private const double TwiceShare = 0.15;
    private readonly List<ChosenInstance> instances = [];
    private readonly List<Call> calls = [];
    private readonly List<(ChosenInstance Instance, TaskCompletionSource Fired)> timers = [];

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public TaskRegistry Tasks { get; } = new();

    /// <summary>Told of each orchestration that came to its end.</summary>
    public Action<ChosenInstance, bool> Ended { get; set; } = (_, _) => { };

    /// <summary>What makes the schedule fail: an orchestration or an activity that does not get through.</summary>
    public Exception? Failure { get; private set; }

    public IReadOnlyList<ChosenInstance> Live => instances;

    public int Calls => calls.Count;

    public int Timers => timers.Count;

    public Task<string> ScheduleNewOrchestrationInstanceAsync(string orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        var instance = new ChosenInstance(orchestratorName, options!.InstanceId!, input!);
        lock (instances)
        {
            if (instances.Exists(live => live.Id == instance.Id))
            {
                throw new OrchestrationAlreadyExistsException(instance.Id);
            }

            instances.Add(instance);
        }

        chooser.Note($"{instance.Id} starts");
        _ = RunAsync(instance);
        return Task.FromResult(instance.Id);
    }

    public Task<string?> CallAsync(ChosenInstance instance, string name, string? input)
    {
        var call = new Call(instance, name, input, new TaskCompletionSource<string?>());
        lock (calls)
        {
            calls.Add(call);
        }

        return call.Answer.Task;
    }

    public Task WaitAsync(ChosenInstance instance)
    {
        var fired = new TaskCompletionSource();
        lock (timers)
        {
            timers.Add((instance, fired));
        }

        return fired.Task;
    }

    /// <summary>Begins one of the activities that were asked for.</summary>
    public void BeginCall()
    {
        var call = calls[chooser.Random.Next(calls.Count)];
        if (call.IsTwice || !chooser.Is(TwiceShare))
        {
            calls.Remove(call);
        }

        call.IsTwice = true;
        chooser.Begin(
            $"{call.Instance.Id} {call.Name}",
            () => Tasks.Activities[call.Name](new ActivityContext(call.Name, call.Instance.Id, CancellationToken.None), call.Input),
            (answer, thrown) => End(call, answer, thrown));
    }

    public void FireTimer()
    {
        var timer = timers[chooser.Random.Next(timers.Count)];
        timers.Remove(timer);
        chooser.Note($"{timer.Instance.Id} waited");
        timer.Fired.SetResult();
    }

    /// <summary>Loses an orchestration: what it asked for goes on, and nobody waits for it.</summary>
    public void Lose()
    {
        var lost = instances[chooser.Random.Next(instances.Count)];
        chooser.Note($"{lost.Id} is lost");
        instances.Remove(lost);
        timers.RemoveAll(timer => timer.Instance == lost);
        lost.IsLost = true;
    }

    /// <summary>No instance here waits for an event.</summary>
    public Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) => Task.CompletedTask;

    public Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task TerminateInstanceAsync(string instanceId, object? output = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default) => throw new NotSupportedException();

    public IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    private async Task RunAsync(ChosenInstance instance)
    {
        try
        {
            bool answer;
            ChosenContext context;
            var input = instance.Input;
            do
            {
                context = new ChosenContext(instance, this);
                answer = await orchestrator(context, input);
                input = context.NewInput ?? input;
            }
            while (context.IsBegunAnew);

            chooser.Note($"{instance.Id} ends: {answer}");
            instances.Remove(instance);
            Ended(instance, answer);
        }
        catch (Exception exception)
        {
            // It runs within the chooser's thread, which must not end for it; the schedule fails with it.
            Failure ??= exception;
        }
    }

    private void End(Call call, string? answer, Exception? thrown)
    {
        if (call.Answer.Task.IsCompleted || call.Instance.IsLost)
        {
            return;
        }

        if (thrown is null)
        {
            call.Answer.SetResult(answer);
        }
        else if (++call.Failures == FailuresMax)
        {
            Failure ??= thrown;
        }
        else if (!calls.Contains(call))
        {
            calls.Add(call);
        }
    }

    /// <summary>An activity that was asked for and is to begin.</summary>
    private sealed record Call(ChosenInstance Instance, string Name, string? Input, TaskCompletionSource<string?> Answer)
    {
        public bool IsTwice { get; set; }

        public int Failures { get; set; }
    }
}

/// <summary>One orchestration.</summary>
internal sealed class ChosenInstance(string name, string id, object input)
{
    public string Name => name;

    public string Id => id;

    public object Input => input;

    /// <summary>Whether it is gone, with its history.</summary>
    public bool IsLost { get; set; }
}
