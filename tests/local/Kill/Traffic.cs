using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Serverless.Samples;

namespace Serverless.Local.Tests.Kill;

/// <summary>Providers who submit, approvers who decide and operations who run, all at a time; and what was acknowledged to them.</summary>
internal sealed class Traffic : IDisposable
{
    private const int Submitters = 3;
    private const int ApproversOfEachKind = 2;

    /// <summary>Lines of a dropped file.</summary>
    public const int LinesOfFile = 3;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan BetweenRuns = TimeSpan.FromMilliseconds(700);

    private readonly Uri address;
    private readonly string inbox;
    private readonly CancellationToken giveUp;
    private readonly string[] clients;
    private readonly ConcurrentBag<StubbornClient> opened = [];
    private readonly CancellationTokenSource submitted = new();
    private readonly CancellationTokenSource decided = new();
    private readonly List<Task> submitting = [];
    private readonly List<Task> deciding = [];
    private int last;

    public Traffic(Uri address, string inbox, CancellationToken giveUp)
    {
        this.address = address;
        this.inbox = inbox;
        this.giveUp = giveUp;
        var agency = SampleAgency.Load();
        var authorised = agency.Budgets.Where(budget => budget.ServiceCode == "SLN").Select(budget => budget.ClientId).ToHashSet(StringComparer.Ordinal);
        clients = [.. agency.Clients.Where(client => client.Active && client.Coordinator == "coordinator" && authorised.Contains(client.Id)).Select(client => client.Id)];
    }

    /// <summary>The number of a submission, and the payment that was answered.</summary>
    public ConcurrentDictionary<int, string> Acknowledged { get; } = new();

    /// <summary>Payment and approver of every decision that was answered 200.</summary>
    public ConcurrentDictionary<(string Payment, string User), bool> Decisions { get; } = new();

    /// <summary>Names and contents of the files dropped.</summary>
    public ConcurrentDictionary<string, string> Dropped { get; } = new();

    public StubbornClient As(string user)
    {
        var client = new StubbornClient(address, user, giveUp);
        opened.Add(client);
        return client;
    }

    public void Start()
    {
        submitting.AddRange(Enumerable.Range(0, Submitters).Select(_ => Task.Run(SubmitAsync)));
        submitting.Add(Task.Run(DropAsync));
        foreach (var user in (string[])["coordinator", "technician"])
        {
            deciding.AddRange(Enumerable.Range(0, ApproversOfEachKind).Select(_ => Task.Run(() => ApproveAsync(user))));
        }

        deciding.Add(Task.Run(RunAsync));
    }

    /// <summary>Throws what went wrong in the background, as soon as it did.</summary>
    public async Task CheckAsync()
    {
        foreach (var ended in submitting.Concat(deciding).Where(task => task.IsCompleted))
        {
            await ended;
        }
    }

    /// <summary>Nothing new is submitted; what is on its way gets its answer.</summary>
    public async Task EndSubmittingAsync()
    {
        await submitted.CancelAsync();
        await Task.WhenAll(submitting);
    }

    public async Task EndDecidingAsync()
    {
        await decided.CancelAsync();
        await Task.WhenAll(deciding);
    }

    /// <summary>The facts of a submission: each its own client and day, so that none is another's duplicate.</summary>
    public (string Client, DateOnly Day) FactsOf(int number)
        => (clients[number % clients.Length], new DateOnly(2025, 5, 1).AddDays(number / clients.Length * 3));

    public void Dispose()
    {
        foreach (var client in opened)
        {
            client.Dispose();
        }

        submitted.Dispose();
        decided.Dispose();
    }

    private async Task SubmitAsync()
    {
        var provider = As("provider");
        while (!submitted.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref last);
            var (client, day) = FactsOf(number);
            var reply = await provider.PostAsync("/api/payments", $"submit-{number}", new
            {
                providerId = "P-100",
                clientId = client,
                serviceCode = "SLN",
                units = 1,
                rate = 25.00m,
                amount = 25.00m,
                serviceFrom = day,
                serviceTo = day,
            });
            Assert.True(reply.Status is HttpStatusCode.Created or HttpStatusCode.Accepted, $"Submission {number}: {reply.Status} {reply.Text}");
            if (reply.Status == HttpStatusCode.Created)
            {
                Acknowledged[number] = reply.Json.GetProperty("id").GetString()!;
            }

            await Task.Delay(Breath, giveUp);
        }
    }

    /// <summary>Drops a file now and then; the days lie apart from those of the submissions.</summary>
    private async Task DropAsync()
    {
        for (var number = 0; !submitted.IsCancellationRequested; number++)
        {
            var content = Invoice.Header + string.Concat(Enumerable.Range(number * LinesOfFile, LinesOfFile).Select(DroppedLine));
            var name = $"dropped-{number:000}.csv";
            await File.WriteAllTextAsync(Path.Combine(inbox, $".{name}.tmp"), content, giveUp);
            File.Move(Path.Combine(inbox, $".{name}.tmp"), Path.Combine(inbox, name));
            Dropped[name] = content;
            await Task.Delay(BetweenRuns, submitted.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private string DroppedLine(int number)
    {
        var day = new DateOnly(2025, 2, 1).AddDays(number / clients.Length * 3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"K-{number},P-100,{clients[number % clients.Length]},SLN,{day},{day},1,25.00,25.00\n";
    }

    private async Task ApproveAsync(string user)
    {
        var approver = As(user);
        while (!decided.IsCancellationRequested)
        {
            var waiting = (await approver.GetAsync("/api/inbox?top=100")).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!).ToArray();
            Random.Shared.Shuffle(waiting);
            foreach (var id in waiting)
            {
                var reply = await approver.PostAsync($"/api/payments/{id}/approve", $"approve-{id}", new { });
                Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Conflict, $"Approval of {id} by {user}: {reply.Status} {reply.Text}");
                if (reply.Status == HttpStatusCode.OK)
                {
                    Decisions[(id, user)] = true;
                }
            }

            await Task.Delay(Breath, giveUp);
        }
    }

    private async Task RunAsync()
    {
        var operations = As("operations");
        for (var number = 0; !decided.IsCancellationRequested; number++)
        {
            var reply = await operations.PostAsync("/api/runs", $"run-{number}", new { reason = "killed now and then" });
            Assert.True(reply.Status is HttpStatusCode.Accepted, $"Run {number}: {reply.Status} {reply.Text}");
            await Task.Delay(BetweenRuns, decided.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
