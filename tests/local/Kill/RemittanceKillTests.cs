using System.Globalization;
using System.Net;
using System.Text;
using Serverless.Payments.Billing;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Samples;
using Serverless.Testing;

namespace Serverless.Local.Tests.Kill;

/// <summary>A remittance whose posting was asked for is posted whole and once, whatever is killed and whenever; the invoices and the ledger are the judges.</summary>
public sealed class RemittanceKillTests : IDisposable
{
    private const int InvoicesOfEach = 300;

    /// <summary>How many sessions are posted before each kill.</summary>
    private static readonly int[] PostedBeforeKills = [2, 2, 2, 1, 1];

    private readonly TempFolder folder = new();
    private readonly DataFolder data;
    private readonly ChildHost host;
    private readonly StubbornClient biller;
    private readonly CancellationTokenSource giveUp = new(TimeSpan.FromMinutes(6));
    private readonly Dictionary<string, IReadOnlyList<PaidClaim>> sessions = [];
    private readonly List<DateTimeOffset> killedAt = [];

    public RemittanceKillTests()
    {
        data = DataFolder.Open(folder.Combine("data"));
        host = new ChildHost(data.Root);
        biller = new StubbornClient(host.Address, "biller", giveUp.Token);
    }

    public void Dispose()
    {
        host.Dispose();
        biller.Dispose();
        giveUp.Dispose();
        folder.Dispose();
    }

    [Fact]
    [Trait("Req", "SAN-6")]
    [Trait("Req", "ALL-3")]
    public async Task Every_session_is_posted_whole_and_once_when_the_host_is_killed_five_times_during_postings()
    {
        await PrepareAsync();
        await host.StartAsync();
        var waiting = new Queue<string>(sessions.Keys);
        foreach (var (kill, count) in PostedBeforeKills.Index())
        {
            string[] asked = [.. Enumerable.Range(0, count).Select(_ => waiting.Dequeue())];
            var posting = Task.WhenAll(asked.Select(session => PostAsync(session, "post")));

            // At any moment, but the last ones at work: how soon that is depends on the machine.
            await (kill < PostedBeforeKills.Length - 2 ? Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(0, 40 << kill))) : AtWorkAsync(asked[0]));
            host.Kill();
            killedAt.Add(TimeProvider.System.GetUtcNow());
            await host.StartAsync();
            await posting;
        }

        Assert.Empty(waiting);
        foreach (var session in sessions.Keys)
        {
            await Eventually.HoldsAsync($"the posting of {session}", async () => (await ReadAsync(session)).GetProperty("status").GetString() == "Posted", TimeSpan.FromMinutes(2));
            var version = (await ReadAsync(session)).GetProperty("version").GetInt32();
            await PostAsync(session, "post again");
            Assert.Equal(version, (await ReadAsync(session)).GetProperty("version").GetInt32());
        }

        Assert.Equal(0, await host.StopAsync());
        await CheckAsync();
    }

    private Task AtWorkAsync(string session)
        => Eventually.HoldsAsync($"the posting of {session} being asked for", async () => (await ReadAsync(session)).GetProperty("status").GetString() is "Posting" or "Posted");

    /// <summary>Bills invoices, and makes of the payer's answers a session each; nothing is posted yet.</summary>
    private async Task PrepareAsync()
    {
        var clients = SampleAgency.Load().Clients.Select(client => client.Id).ToList();
        await using var stack = await TestStack.OpenAsync(data.Root, TimeProvider.System);
        var caller = new Caller("biller", new HashSet<Role> { Role.Biller });
        var answers = Enumerable.Range(1, PostedBeforeKills.Sum()).Select(AnswerOf).ToList();
        var file = new StringBuilder("invoice_number,payer,client_id,location,service_date,description,billed\n");
        foreach (var (index, claim) in answers.SelectMany(claims => claims).Index())
        {
            file.Append(CultureInfo.InvariantCulture, $"{claim.Invoice},Medicaid,{clients[index % clients.Count]},Home,2026-11-02,Visit,{claim.Billed:0.00}\n");
        }

        var delivery = new BillingDelivery("test", "billed.csv", FileFormat.Csv, Encoding.UTF8.GetBytes(file.ToString()), "biller", Role.Biller);
        Assert.Equal(answers.Count * InvoicesOfEach, (await stack.Payments.Billing.Intake.TakeInAsync(delivery, TimeSpan.FromMinutes(2))).OrFail().Numbers.Count);
        foreach (var (index, claims) in answers.Index())
        {
            var content = Encoding.UTF8.GetBytes(ElectronicRemittance.Of($"REF-{index}", claims));
            var taken = await stack.Payments.Remittances.Files.TakeInAsync(caller, new RemittanceDelivery($"{index}", $"{index}.835", content, BankId: null));
            Assert.True(taken.State is not null, $"{taken.Refusal} {string.Join(' ', taken.Faults.Take(3))}");
            sessions.Add(taken.State.Remittance.Id, claims);
        }
    }

    /// <summary>Every seventh leaves something for the patient.</summary>
    private static List<PaidClaim> AnswerOf(int session) =>
        [.. Enumerable.Range(1, InvoicesOfEach).Select(number => new PaidClaim($"K-{session}-{number}", 40m + (number % 50) + 0.25m, 5.50m, number % 7 == 0 ? 3m : 0m))];

    private async Task PostAsync(string session, string key)
    {
        var reply = await biller.PostAsync($"/api/remittances/{session}/post", $"{key} {session}", new { });
        Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, $"Posting of {session}: {reply.Status} {reply.Text}");
    }

    private async Task<System.Text.Json.JsonElement> ReadAsync(string session) => (await biller.GetAsync($"/api/remittances/{session}")).Json;

    /// <summary>Each invoice has what its session said of it, once; and the books say the same.</summary>
    private async Task CheckAsync()
    {
        await using var stack = await TestStack.OpenAsync(data.Root, TimeProvider.System);
        var interrupted = 0;
        foreach (var (id, claims) in sessions)
        {
            var session = (await stack.Payments.Remittances.Records.FindAsync(id)).OrFail();
            Assert.Equal((RemittanceStatus.Posted, 1), (session.Status, session.Attempt));
            interrupted += killedAt.Any(at => at > session.AskedAt && at < session.PostedAt) ? 1 : 0;
            foreach (var claim in claims)
            {
                var place = (await stack.Payments.Billing.Records.PlaceAsync(claim.Invoice)).OrFail();
                var invoice = (await stack.Payments.Billing.Records.FindStoredAsync(place)).OrFail().Stored;
                Assert.Null(invoice.Pending);
                var posting = Assert.Single(invoice.Postings);
                Assert.Equal((id, claim.Paid, claim.Contracted), (posting.RemittanceId, posting.Post.Amount, posting.Adjustments.Sum(adjustment => adjustment.Amount.Amount)));
                Assert.Equal((claim.Left, 2), (InvoiceFigures.Of(invoice).Balance.Amount, invoice.Version));
            }
        }

        Assert.True(interrupted > 0, "No kill has met a posting at work; the test proves little.");
        await CheckMoneyAsync(stack, [.. sessions.Values.SelectMany(claims => claims)]);
    }

    private static async Task CheckMoneyAsync(LocalStack stack, IReadOnlyList<PaidClaim> claims)
    {
        var trial = await Serverless.Payments.Ledger.TrialBalance.ReadAsync(stack.Payments.Ports.Tables, stack.Payments.JournalPlacesAsync());
        Assert.Equal(0m, trial.Sum.Amount);
        var balances = trial.Accounts.ToDictionary(account => account.Account, account => account.Balance.Amount);
        Assert.Equal(
            (claims.Sum(claim => claim.Paid), claims.Sum(claim => claim.Contracted), claims.Sum(claim => claim.Left), -claims.Sum(claim => claim.Billed)),
            (balances["Cash receipts"], balances["Contractual adjustments"], balances["Accounts receivable, payers"], balances["Service revenue"]));
    }
}
