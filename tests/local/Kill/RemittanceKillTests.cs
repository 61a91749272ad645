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

    /// <summary>Kills that come at any moment, after so many sessions were asked to be posted.</summary>
    private const int KillsAtAnyMoment = 3;
    private const int PostedBeforeEach = 2;

    /// <summary>Kills that must have met a posting at work, and the sessions that there are for meeting one.</summary>
    private const int KillsAtWork = 2;
    private const int SessionsToMeet = 10;

    private readonly TempFolder folder = new();
    private readonly DataFolder data;
    private readonly ChildHost host;
    private readonly StubbornClient biller;
    private readonly CancellationTokenSource giveUp = new(TimeSpan.FromMinutes(6));
    private readonly Dictionary<string, IReadOnlyList<PaidClaim>> sessions = [];

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
        for (var kill = 0; kill < KillsAtAnyMoment; kill++)
        {
            var posting = Task.WhenAll(Enumerable.Range(0, PostedBeforeEach).Select(_ => PostAsync(waiting.Dequeue(), "post")));
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(0, 40 << kill)));
            host.Kill();
            await host.StartAsync();
            await posting;
        }

        var met = 0;
        while (met < KillsAtWork)
        {
            Assert.True(waiting.Count > 0, "No kill has met a posting at work; the test proves little.");
            met += await KillAtWorkAsync(waiting.Dequeue()) ? 1 : 0;
        }

        await Task.WhenAll(waiting.Select(session => PostAsync(session, "post")));
        foreach (var session in sessions.Keys)
        {
            var version = (await PostedAsync(session)).GetProperty("version").GetInt32();
            await PostAsync(session, "post again");
            Assert.Equal(version, (await ReadAsync(session)).GetProperty("version").GetInt32());
        }

        Assert.Equal(0, await host.StopAsync());
        await CheckAsync();
    }

    /// <summary>Asks for a posting and kills the host as soon as it is seen at work.</summary>
    /// <returns>Whether it was ended only after the kill; a small posting may be over by then.</returns>
    private async Task<bool> KillAtWorkAsync(string session)
    {
        // A host that has just started is slow the first time; to meet the posting, looking must be quicker than posting.
        await ReadAsync(session);
        var posting = PostAsync(session, "post");
        string? status;
        do
        {
            status = (await ReadAsync(session)).GetProperty("status").GetString();
        }
        while (status == nameof(RemittanceStatus.Open) && !posting.IsCompleted);

        host.Kill();
        var killedAt = TimeProvider.System.GetUtcNow();
        await host.StartAsync();
        await posting;
        return status == nameof(RemittanceStatus.Posting) && (await PostedAsync(session)).GetProperty("postedAt").GetDateTimeOffset() > killedAt;
    }

    private async Task<System.Text.Json.JsonElement> PostedAsync(string session)
    {
        await Eventually.HoldsAsync($"the posting of {session}", async () => (await ReadAsync(session)).GetProperty("status").GetString() == nameof(RemittanceStatus.Posted), TimeSpan.FromMinutes(2));
        return await ReadAsync(session);
    }

    /// <summary>Bills invoices, and makes of the payer's answers a session each; nothing is posted yet.</summary>
    private async Task PrepareAsync()
    {
        var clients = SampleAgency.Load().Clients.Select(client => client.Id).ToList();
        await using var stack = await TestStack.OpenAsync(data.Root, TimeProvider.System);
        var caller = new Caller("biller", new HashSet<Role> { Role.Biller });
        var answers = Enumerable.Range(1, (KillsAtAnyMoment * PostedBeforeEach) + SessionsToMeet).Select(AnswerOf).ToList();
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
        foreach (var (id, claims) in sessions)
        {
            var session = (await stack.Payments.Remittances.Records.FindAsync(id)).OrFail();
            Assert.Equal((RemittanceStatus.Posted, 1), (session.Status, session.Attempt));
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
