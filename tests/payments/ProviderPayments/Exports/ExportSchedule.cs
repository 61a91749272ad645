using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Calendar;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.Tests.MassPayments.Schedules;
using Serverless.Storage.Memory;
using Serverless.Testing;

namespace Serverless.Payments.Tests.ProviderPayments.Exports;

/// <summary>
/// Exports of one period at one time, and one order in which all of it happens: activities run twice and late, orchestrations
/// are lost and taken up, and somebody puts payments on hold and authorises them again.
/// </summary>
internal sealed class ExportSchedule : IDisposable
{
    private const int StepsMax = 20_000;
    private const int Children = 5;

    private readonly Chooser chooser;
    private readonly MemoryTableStore store = new();
    private readonly MemoryBlobStore blobs = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 12, 1, 18, 0, 0, TimeSpan.Zero));
    private readonly LoggedLines log = new();
    private readonly ChosenEngine engine;
    private readonly ExportBooks books;
    private readonly PaymentExportDesk desk;
    private readonly ExportFacts facts;
    private readonly List<(string Name, Func<Task<bool>> Act)> acts = [];
    private readonly List<string> exports = [];
    private int losses;
    private bool isResumed = true;

    private ExportSchedule(int seed)
    {
        chooser = new Chooser(seed);
        engine = new ChosenEngine(chooser, time, (context, input) => PaymentExport.RunAsync(context, (PaymentExportInput)input));
        var tables = new GatedTables(store, chooser);

        // The lists give turns within a process; held up in the middle of one, all others would wait and none could be chosen.
        books = new ExportBooks(tables, time, store);
        desk = new PaymentExportDesk(
            new PaymentsPorts(tables, blobs, null!, null!, engine, time, log, null!), books.Payments, books.Adjustments, books.Index, books.Lists, books.Listed, new AgencyCalendar(time), pageItems: 1);
        facts = new ExportFacts(store, blobs, books);
        engine.Tasks
            .AddActivity<ExportStep, ExportPlace>(PaymentExport.TakeActivity, desk.Activities.TakeAsync)
            .AddActivity<string, bool>(PaymentExport.FileActivity, desk.Activities.WriteFileAsync)
            .AddActivity<ExportStep, ExportPlace>(PaymentExport.PayActivity, desk.Activities.PayAsync)
            .AddActivity<string, bool>(PaymentExport.CompleteActivity, desk.Activities.CompleteAsync);
        MakeAsync().GetAwaiter().GetResult();
    }

    /// <summary>Plays one order to its end, and checks what it left.</summary>
    /// <returns>How many exports have taken anything, how often a run of a step gave way, and how many holds came about.</returns>
    public static (int Taking, int Late, int Held) Play(int seed)
    {
        using var schedule = new ExportSchedule(seed);
        try
        {
            schedule.chooser.Play(schedule.engine, schedule.facts.CheckNow, schedule.Options);
            return schedule.EndAsync().GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Schedule {seed}: {exception.Message}{Environment.NewLine}{string.Join(Environment.NewLine, schedule.chooser.Trace)}", exception);
        }
    }

    public void Dispose()
    {
        books.Dispose();
        log.Dispose();
    }

    private async Task MakeAsync()
    {
        await books.GenerateAsync(ExportBooks.Period);
        losses = chooser.Is(0.3) ? 2 : 0;
        for (var child = 1; child <= Children; child++)
        {
            var payment = await books.AuthorizeAsync(child, chooser.Random.Next(1, 10_000) / 100m);
            if (child > 2)
            {
                facts.Untouched.Add(payment.Id);
            }
            else
            {
                acts.Add(($"holds {child}", () => HoldAsync(payment.Id)));
            }

            if (chooser.Is(0.6))
            {
                facts.Untouched.Add((await books.AdjustAsync(payment, chooser.Random.Next(-500, 500) + 0.5m)).Id);
            }
        }

        foreach (var request in chooser.Is(0.3) ? ["a", "b", "c"] : new[] { "a", "b" })
        {
            exports.Add(PaymentExportKeys.IdOf(request));
            acts.Add(($"exports {request}", () => ExportAsync(request)));
            if (chooser.Is(0.2))
            {
                acts.Add(($"exports {request} again", () => ExportAsync(request)));
            }
        }
    }

    /// <summary>What can happen next. What is slow seldom comes before the rest is through.</summary>
    private List<Action> Options()
    {
        List<Action> options = [.. chooser.Stops(ofSlow: false).Select(stop => (Action)(() => chooser.Release(stop)))];
        options.AddRange(Enumerable.Repeat<Action>(engine.BeginCall, Math.Min(engine.Calls, 3)));
        if (acts.Count > 0 && (options.Count == 0 || chooser.Is(0.1)))
        {
            options.Add(BeginAct);
        }

        if (losses > 0 && engine.Live.Count > 0 && chooser.Is(0.01))
        {
            options.Add(Lose);
        }

        if (options.Count > 0 && !chooser.Is(0.02))
        {
            return options;
        }

        options.AddRange(chooser.Stops(ofSlow: true).Select(stop => (Action)(() => chooser.Release(stop))));
        if (options.Count == 0 && !isResumed)
        {
            isResumed = true;
            options.Add(() => chooser.Begin("resumes", () => desk.Commands.ResumeAsync(), Expect));
        }

        return options;
    }

    private void BeginAct()
    {
        var (name, act) = acts[chooser.Random.Next(acts.Count)];
        acts.Remove((name, act));
        chooser.Begin(name, act, Expect);
    }

    private void Lose()
    {
        losses--;
        isResumed = false;
        engine.Lose();
    }

    private async Task<bool> ExportAsync(string request)
    {
        time.Advance(TimeSpan.FromMilliseconds(chooser.Random.Next(3)));
        return (await desk.Commands.StartAsync(PaymentsWorld.Operations, ExportBooks.Period, request)).Refusal is null;
    }

    private async Task<bool> HoldAsync(string id)
    {
        if (!await books.HoldAsync(id, desk.Stamps))
        {
            return false;
        }

        facts.Held++;
        if (chooser.Is(0.6))
        {
            await books.AuthorizeAgainAsync(id);
        }

        return true;
    }

    private async Task<(int Taking, int Late, int Held)> EndAsync()
    {
        var taking = await facts.CheckEndAsync(exports);

        // Whatever slow runs have left on the records, the next export takes all that is authorised.
        var last = (await desk.Commands.StartAsync(PaymentsWorld.Operations, ExportBooks.Period, "last")).Export!.Id;
        for (var step = 0; engine.Calls > 0; step++)
        {
            Assert.True(step < StepsMax, "The last export comes to no end.");
            engine.BeginCall();
            for (chooser.Settle(); chooser.Stops(ofSlow: false).Concat(chooser.Stops(ofSlow: true)).FirstOrDefault() is { } stop; chooser.Settle())
            {
                chooser.Release(stop);
            }
        }

        await facts.CheckEndAsync([.. exports, last]);
        await facts.CheckNothingLeftAsync(Children);
        return (taking, log.EventIds.Count(id => id == 2661), facts.Held);
    }

    private void Expect<T>(T answer, Exception? thrown)
    {
        if (thrown is not null)
        {
            throw new InvalidOperationException("What somebody did failed.", thrown);
        }
    }
}
