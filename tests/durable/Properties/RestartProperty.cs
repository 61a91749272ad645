using System.Collections.Concurrent;
using FsCheck.Xunit;

namespace Serverless.Durable.Tests.Properties;

/// <summary>Whatever the workflow and whenever the engine goes down, the result is the one that its steps mean.</summary>
public sealed class RestartProperty
{
    private const string Name = "Tree";

    [Property(MaxTest = 40, Arbitrary = [typeof(TrialGenerator)])]
    public async Task Workflow_gives_the_same_result_whenever_the_engine_is_restarted(Trial trial)
    {
        await using var house = new EngineHouse { Options = new() { StopGrace = TimeSpan.FromMilliseconds(200), LiveInstancesMax = 1 } };
        var calls = new Calls();
        var engine = await house.StartAsync(Registry(calls));
        var id = await engine.ScheduleNewOrchestrationInstanceAsync(Name, trial.Workflow);
        foreach (var step in trial.Workflow.All().Where(step => step.Kind == StepKind.Event))
        {
            await engine.RaiseEventAsync(id, $"event-{step.Number}", $"e{step.Number} ");
        }

        foreach (var outage in trial.Outages)
        {
            var from = calls.Count;
            await Eventually.HoldsAsync(async () => calls.Count - from >= outage.AfterCalls || (await engine.GetInstanceAsync(id))!.IsCompleted, $"{outage}");
            engine = outage.Crash ? await house.CrashAndRestartAsync(Registry(calls)) : await house.RestartAsync(Registry(calls));
        }

        var done = await Eventually.CompletesAsync(engine, id);

        Assert.Equal(trial.Workflow.Evaluate(), done.ReadOutputAs<string>());
    }

    private static TaskRegistry Registry(Calls calls) => new TaskRegistry()
        .AddActivity<string, string>("Say", (_, text) =>
        {
            calls.Add("say");
            return Task.FromResult(text);
        })
        .AddActivity<string, string>("Flaky", (context, text) => calls.Add(context.InstanceId + text) % 3 == 0 ? Task.FromResult(text) : throw new TimeoutException("flaky"))
        .AddActivity<string, string>("Fail", (_, _) =>
        {
            calls.Add("fail");
            throw new InvalidOperationException("by design");
        })
        .AddOrchestrator<Step, string>(Name, InterpretAsync);

    private static async Task<string> InterpretAsync(OrchestrationContext context, Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Activity:
                return await context.CallActivityAsync<string>("Say", $"a{step.Number} ");
            case StepKind.Flaky:
                return await context.CallActivityAsync<string>("Flaky", $"f{step.Number} ", new TaskOptions(new RetryPolicy(20, TimeSpan.FromMilliseconds(1))));
            case StepKind.Failure:
                return await context.CallActivityAsync<string>("Fail", "x");
            case StepKind.Timer:
                await context.CreateTimer(TimeSpan.FromMilliseconds(step.Number % 20), CancellationToken.None);
                return $"t{step.Number} ";
            case StepKind.Event:
                return await context.WaitForExternalEvent<string>($"event-{step.Number}");
            case StepKind.Child:
                return $"[{await context.CallSubOrchestratorAsync<string>(Name, step.Inner[0])}]";
            case StepKind.TryCatch:
                return await TryAsync(context, step.Inner[0]);
            case StepKind.Parallel:
                return string.Concat(await Task.WhenAll(step.Inner.Select(inner => InterpretAsync(context, inner))));
            default:
                var results = new List<string>();
                foreach (var inner in step.Inner)
                {
                    results.Add(await InterpretAsync(context, inner));
                }

                return string.Concat(results);
        }
    }

    private static async Task<string> TryAsync(OrchestrationContext context, Step step)
    {
        try
        {
            return await InterpretAsync(context, step);
        }
        catch (TaskFailedException)
        {
            return "! ";
        }
    }

    private sealed class Calls
    {
        private readonly ConcurrentDictionary<string, int> byKey = new();
        private int count;

        public int Count => Volatile.Read(ref count);

        public int Add(string key)
        {
            Interlocked.Increment(ref count);
            return byKey.AddOrUpdate(key, 1, (_, before) => before + 1);
        }
    }
}
