using System.Diagnostics;

namespace Serverless.Payments.Tests.MassPayments.Schedules;

/// <summary>
/// Knows everything that could go on next, and lets one thing at a time go on, by a seeded random number. Some runs are slow:
/// they are passed over for as long as others can go on, which is how a process behaves that stalls in the middle of a write.
/// </summary>
internal sealed class Chooser(int seed)
{
    private const int TraceMax = 400;
    private const int StepsMax = 20_000;
    private const double SlowShare = 0.2;

    /// <summary>Tables that nobody writes while approvals are at work; stopping there would choose between equals.</summary>
    private static readonly string[] Quiet = [Tables.Directory, Tables.People, Tables.Payments];

    private readonly Lock gate = new();
    private readonly AsyncLocal<Run?> current = new();
    private readonly List<Stop> stops = [];
    private readonly List<Run> live = [];
    private readonly Queue<Action> ended = [];
    private readonly Queue<string> trace = [];
    private int runs;

    public Random Random { get; } = new(seed);

    /// <summary>What happened last, for whoever looks into a failure.</summary>
    public IEnumerable<string> Trace => trace;

    public bool Is(double share) => Random.NextDouble() < share;

    /// <summary>Plays to the end: one of what can happen next, chosen at random, until nothing can.</summary>
    /// <param name="engine">What runs the orchestrations.</param>
    /// <param name="check">What must hold after each step.</param>
    /// <param name="options">What can happen next.</param>
    public void Play(ChosenEngine engine, Action check, Func<List<Action>> options)
    {
        for (var step = 0; ; step++)
        {
            Settle();
            if (engine.Failure is { } failure)
            {
                throw new InvalidOperationException("It does not get through.", failure);
            }

            check();
            var next = options();
            if (next.Count == 0)
            {
                return;
            }

            Assert.True(step < StepsMax, "It comes to no end.");
            next[Random.Next(next.Count)]();
        }
    }

    public void Note(string what)
    {
        lock (gate)
        {
            trace.Enqueue(what);
            if (trace.Count > TraceMax)
            {
                trace.Dequeue();
            }
        }
    }

    /// <summary>Held up until it is chosen; who is in no run, as a test that looks, passes at once.</summary>
    public Task PassAsync(string table, string what)
    {
        if (current.Value is not { } run || Quiet.Contains(table))
        {
            return Task.CompletedTask;
        }

        // Its continuation runs within Release, so that one thing at a time goes on.
        var stop = new Stop(run, what, new TaskCompletionSource());
        lock (gate)
        {
            stops.Add(stop);
        }

        return stop.Passed.Task;
    }

    /// <summary>Lets something begin; it goes on until its first stop.</summary>
    /// <param name="name">For the trace.</param>
    /// <param name="act">What it does.</param>
    /// <param name="then">Called by <see cref="Settle"/> after it ended, with what it answered or threw.</param>
    public void Begin<T>(string name, Func<Task<T>> act, Action<T?, Exception?> then)
    {
        var run = new Run($"{++runs} {name}", Is(SlowShare));
        Note($"{run.Name} begins{(run.IsSlow ? ", slowly" : string.Empty)}");
        lock (gate)
        {
            live.Add(run);
        }

        _ = RunAsync(run, act, then);
    }

    /// <summary>Waits until whatever goes on has come to a stop or to its end.</summary>
    public void Settle()
    {
        var start = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (true)
        {
            Action? then = null;
            lock (gate)
            {
                if (!ended.TryDequeue(out then) && live.TrueForAll(run => stops.Exists(stop => stop.Run == run)))
                {
                    return;
                }
            }

            if (then is not null)
            {
                then();
                continue;
            }

            if (Stopwatch.GetElapsedTime(start) > Testing.PaymentsWorld.Patience)
            {
                throw new TimeoutException("A run neither stops nor ends.");
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    public IReadOnlyList<Stop> Stops(bool ofSlow)
    {
        lock (gate)
        {
            return [.. stops.Where(stop => stop.Run.IsSlow == ofSlow)];
        }
    }

    public void Release(Stop stop)
    {
        lock (gate)
        {
            stops.Remove(stop);
        }

        Note($"{stop.Run.Name} {stop.What}");
        stop.Passed.SetResult();
    }

    private async Task RunAsync<T>(Run run, Func<Task<T>> act, Action<T?, Exception?> then)
    {
        current.Value = run;
        T? answer = default;
        Exception? thrown = null;
        try
        {
            answer = await act();
        }
        catch (Exception exception)
        {
            // Whoever began it judges what it means.
            thrown = exception;
        }

        Note($"{run.Name} {(thrown is null ? "ends" : "fails: " + thrown.Message)}");
        lock (gate)
        {
            live.Remove(run);
            ended.Enqueue(() => then(answer, thrown));
        }
    }

    /// <summary>An activity, or something that a person does, from its beginning to its end.</summary>
    internal sealed record Run(string Name, bool IsSlow);

    /// <summary>A storage call that is about to be made.</summary>
    internal sealed record Stop(Run Run, string What, TaskCompletionSource Passed);
}
