using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Payments.People;
using Serverless.Storage.Memory;
using Serverless.Testing;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments.Schedules;

/// <summary>
/// A few operators with drafts that want much of the same, and one order in which all of it happens: they ask, mend what was
/// refused and ask again, cancel requests of what was approved; orchestrations are lost and taken up.
/// </summary>
internal sealed class Schedule : IDisposable
{
    private const int AsksMax = 3;
    private static readonly SsnKeys Keys = SsnKeys.CreateRandom();
    private static readonly string[] Types = ["Bus Pass", "Mileage"];

    private readonly int seed;
    private readonly Chooser chooser;
    private readonly MemoryTableStore store = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero));
    private readonly ClientGate gate = new();
    private readonly ChosenEngine engine;
    private readonly MassPaymentParts parts;
    private readonly MassPaymentApproval approval;
    private readonly MassPaymentStarts starts;
    private readonly ScheduleFacts facts;
    private readonly List<Operator> operators = [];
    private int losses;
    private bool isResumed = true;

    private Schedule(int seed)
    {
        this.seed = seed;
        chooser = new Chooser(seed);
        engine = new ChosenEngine(chooser, time, (context, input) => MassPaymentOrchestration.RunAsync(context, (MassPaymentInput)input));
        var tables = new GatedTables(store, chooser);
        var directory = new AgencyDirectory(tables, gate);
        var people = new PeopleRecords(tables, new SsnVault(Keys));
        var calendar = new AgencyCalendar(time);
        parts = new MassPaymentParts(tables, people, directory, calendar, new Settlements(time), engine, NullLoggerFactory.Instance);
        approval = new MassPaymentApproval(tables, parts.Pages, calendar);
        starts = new MassPaymentStarts(engine);
        facts = new ScheduleFacts(store);
        Register();
        MakeAsync(directory, people).GetAwaiter().GetResult();
    }

    /// <summary>Plays one order to its end, and checks what it left.</summary>
    /// <returns>How many approvals were approved and refused.</returns>
    public static (int Approved, int Refused) Play(int seed)
    {
        using var schedule = new Schedule(seed);
        try
        {
            schedule.chooser.Play(schedule.engine, schedule.facts.CheckNow, schedule.Options);
            schedule.facts.CheckEnd([.. schedule.operators.Select(by => by.Id)]);
            return (schedule.facts.Approved, schedule.facts.Refused);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Schedule {seed}: {exception.Message}{Environment.NewLine}{string.Join(Environment.NewLine, schedule.chooser.Trace)}", exception);
        }
    }

    public void Dispose() => gate.Dispose();

    /// <summary>What can happen next. What is slow, and what waits for time to pass, seldom comes before the rest is through.</summary>
    private List<Action> Options()
    {
        List<Action> options = [.. chooser.Stops(ofSlow: false).Select(stop => (Action)(() => chooser.Release(stop)))];
        options.AddRange(Enumerable.Repeat<Action>(engine.BeginCall, Math.Min(engine.Calls, 3)));
        foreach (var by in operators)
        {
            options.AddRange(by.IsBusy ? [] : Acts(by));
        }

        if (losses > 0 && engine.Live.Count > 0 && chooser.Is(0.02))
        {
            options.Add(Lose);
        }

        if (options.Count > 0 && !chooser.Is(0.03))
        {
            return options;
        }

        options.AddRange(chooser.Stops(ofSlow: true).Select(stop => (Action)(() => chooser.Release(stop))));
        if (engine.Timers > 0)
        {
            options.Add(engine.FireTimer);
        }

        if (options.Count == 0 && !isResumed)
        {
            isResumed = true;
            options.Add(() => chooser.Begin("resumes", () => parts.Commands.ResumeAsync(), Expect));
        }

        return options;
    }

    private void Lose()
    {
        losses--;
        isResumed = false;
        engine.Lose();
    }

    private IEnumerable<Action> Acts(Operator by)
    {
        var page = facts.Page(by.Id);
        if (by.Asks == 0 || (page.Status == MassPaymentStatus.Draft && by.Asks < AsksMax))
        {
            yield return () => Do(by, "asks", () => AskAsync(by, mend: by.Asks++ > 0 && chooser.Is(0.6)));
        }
        else if (page.Status == MassPaymentStatus.Approving && by.Doubles-- > 0)
        {
            yield return () => Do(by, "asks twice", () => AskAsync(by, mend: false));
        }
        else if (page.Status == MassPaymentStatus.Approved && by.Cancels-- > 0)
        {
            yield return () => Do(by, "cancels", () => CancelAsync(by));
        }
    }

    private void Do(Operator by, string what, Func<Task<bool>> act)
    {
        by.IsBusy = true;
        time.Advance(TimeSpan.FromMilliseconds(chooser.Random.Next(2)));
        chooser.Begin($"{by.Id} {what}", act, (answer, thrown) =>
        {
            by.IsBusy = false;
            Expect(answer, thrown);
        });
    }

    private int changes;

    private async Task<bool> AskAsync(Operator by, bool mend)
    {
        var page = facts.Page(by.Id);
        if (mend)
        {
            var n = facts.Entries(by.Id)[chooser.Random.Next(page.Entries)].N;
            var change = $"change-{++changes}";
            await (page.Entries > 1 && chooser.Is(0.5) ? parts.Drafts.RemoveAsync(by.Id, n, change) : parts.Drafts.ReplaceAsync(by.Id, n, Any(), change));
        }

        if ((await approval.AskAsync(by.Id, "operations", null, CancellationToken.None)).Page is { Status: MassPaymentStatus.Approving } asked)
        {
            await starts.StartAsync(asked, CancellationToken.None);
        }

        return true;
    }

    private async Task<bool> CancelAsync(Operator by)
    {
        var requests = facts.Requests(facts.Page(by.Id));
        var request = requests[chooser.Random.Next(requests.Count)];
        return (await parts.Moves.CancelAsync(PaymentsWorld.Operations, request.Id, "typed twice", $"{by.Id}-{request.Id}")).Request?.Status == RequestStatus.Cancelled;
    }

    private void Expect<T>(T answer, Exception? thrown)
    {
        if (thrown is not null)
        {
            throw new InvalidOperationException("What somebody did failed.", thrown);
        }
    }

    private void Register()
    {
        var mass = parts.Activities;
        engine.Ended = facts.NoteEnd;
        engine.Tasks
            .AddActivity<MassPaymentInput, ApprovalPlan>(MassPaymentOrchestration.ValidateActivity, mass.ValidateAsync)
            .AddActivity<ApprovalStep, ClaimResult>(MassPaymentOrchestration.ClaimActivity, mass.ClaimAsync)
            .AddActivity<GiveWay, int>(MassPaymentOrchestration.GiveWayActivity, mass.GiveWayAsync)
            .AddActivity<ApprovalStep, WrittenRequests>(MassPaymentOrchestration.WriteRequestsActivity, mass.WriteRequestsAsync)
            .AddActivity<ApprovalEnd, ApprovalOutcome>(MassPaymentOrchestration.ApproveActivity, mass.ApproveAsync)
            .AddActivity<ApprovalStep, int>(MassPaymentOrchestration.RemoveActivity, mass.RemoveAsync)
            .AddActivity<ApprovalRefusal, bool>(MassPaymentOrchestration.RefuseActivity, mass.RefuseAsync);
    }

    private async Task MakeAsync(AgencyDirectory directory, PeopleRecords people)
    {
        await directory.PutProviderAsync(new Provider(MassWorld.Provider, "Wasatch Works", "2 Main St", Active: true) { Services = [new(Service, "Work support", "Smart Vendor")] });
        for (var person = 1; person <= 2; person++)
        {
            await people.PutAsync(new Person(Client(person), "Ada", "Lopez", new DateOnly(1990, 1, 1), null, [new(Case(person), "Work Programs", Open: true)]), null);
        }

        losses = chooser.Is(0.3) ? 2 : 0;
        for (var draft = chooser.Random.Next(2, 5); draft > 0; draft--)
        {
            var entries = Enumerable.Range(0, chooser.Random.Next(1, 4)).Select(_ => Any());
            var made = await parts.Drafts.CreateAsync(new MassPaymentDraft(MassWorld.Provider, Service, "ET"), [.. entries], "operations", $"{seed}-{draft}");
            operators.Add(new Operator(made.Page!.Id) { Doubles = chooser.Is(0.2) ? 1 : 0, Cancels = chooser.Is(0.4) ? 1 : 0 });
        }
    }

    private MassEntryTexts Any()
    {
        var (person, day) = (chooser.Random.Next(1, 3), chooser.Random.Next(1, 9));
        return Entry(person, Types[chooser.Random.Next(2)], $"{chooser.Random.Next(1, 100)}.{chooser.Random.Next(10, 100)}", $"11/{day}/2026", $"11/{day + chooser.Random.Next(3)}/2026");
    }

    private sealed class Operator(string id)
    {
        public string Id => id;

        public bool IsBusy { get; set; }

        public int Asks { get; set; }

        public int Doubles { get; set; }

        public int Cancels { get; set; }
    }
}
