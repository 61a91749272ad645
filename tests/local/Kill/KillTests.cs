using System.Text.Json;
using Serverless.Payments.Approvals;
using Serverless.Payments.Drops;
using Serverless.Testing;

namespace Serverless.Local.Tests.Kill;

/// <summary>The promise that nothing acknowledged is lost and nothing paid twice, whatever is killed and whenever.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;

    private readonly TempFolder folder = new();
    private readonly DataFolder data;
    private readonly ChildHost host;
    private readonly CancellationTokenSource giveUp = new(TimeSpan.FromMinutes(8));
    private readonly Traffic traffic;

    public KillTests()
    {
        data = DataFolder.Open(folder.Combine("data"));
        host = new ChildHost(data.Root);
        traffic = new Traffic(host.Address, data.Inbox, giveUp.Token);
    }

    public void Dispose()
    {
        host.Dispose();
        traffic.Dispose();
        giveUp.Dispose();
        folder.Dispose();
    }

    [Fact]
    [Trait("Req", "ALL-1")]
    [Trait("Req", "ALL-2")]
    [Trait("Req", "ALL-3")]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_paid_twice_when_the_host_is_killed_twenty_times()
    {
        await host.StartAsync();
        traffic.Start();
        for (var kill = 1; kill <= Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(50, 900)));
            await traffic.CheckAsync();
            host.Kill();
            await host.StartAsync();
        }

        await traffic.EndSubmittingAsync();
        await UntilNothingWaitsAsync();
        await traffic.EndDecidingAsync();

        var payments = await ListAsync();
        await CheckSubmissionsAsync(payments);
        await CheckFilesAsync(payments);
        await CheckHistoriesAsync(payments);
        await CheckMoneyAsync(payments);
        Assert.Equal(0, await host.StopAsync());
    }

    /// <summary>Until approvers and runs, who go on all the time, have nothing left to move.</summary>
    private async Task UntilNothingWaitsAsync()
    {
        var auditor = traffic.As("auditor");
        foreach (var status in (string[])["Waiting SC Approval", "Waiting DSPD Approval", "Submitted to CAPS"])
        {
            await Eventually.HoldsAsync(
                $"nothing in {status}",
                async () =>
                {
                    await traffic.CheckAsync();
                    if (Directory.GetFiles(data.Inbox).Length > 0 || Directory.GetDirectories(data.Taking).Length > 0)
                    {
                        return false;
                    }

                    var left = (await auditor.GetAsync($"/api/payments?status={Uri.EscapeDataString(status)}&top=10")).Json;
                    return left.GetProperty("items").GetArrayLength() == 0 && left.GetProperty("next").ValueKind == JsonValueKind.Null;
                },
                TimeSpan.FromMinutes(3));
        }
    }

    private async Task<Dictionary<string, JsonElement>> ListAsync()
    {
        var auditor = traffic.As("auditor");
        var payments = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var page = (await auditor.GetAsync($"/api/payments?top=500{(after is null ? "" : "&after=" + Uri.EscapeDataString(after))}")).Json;
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                payments.Add(item.GetProperty("id").GetString()!, item);
            }

            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        return payments;
    }

    private Task CheckSubmissionsAsync(Dictionary<string, JsonElement> payments)
    {
        Assert.True(traffic.Acknowledged.Count >= Kills, $"Only {traffic.Acknowledged.Count} submissions were acknowledged; the test proves little.");
        Assert.Distinct(traffic.Acknowledged.Values);
        foreach (var (number, id) in traffic.Acknowledged)
        {
            Assert.True(payments.ContainsKey(id), $"Submission {number} was acknowledged as {id}, which is not there.");
            var (client, day) = traffic.FactsOf(number);
            Assert.Equal((client, day.ToString("yyyy-MM-dd", null)), (payments[id].GetProperty("clientId").GetString(), payments[id].GetProperty("serviceFrom").GetString()));
            Assert.Equal("Paid by CAPS", StatusOf(payments[id]));
        }

        // However often each was sent, it made one payment.
        var claims = payments.Values.Select(payment => (
            payment.GetProperty("providerId").GetString(),
            payment.GetProperty("clientId").GetString(),
            payment.GetProperty("serviceCode").GetString(),
            payment.GetProperty("serviceFrom").GetString()));
        Assert.Distinct(claims);
        return Task.CompletedTask;
    }

    private async Task CheckFilesAsync(Dictionary<string, JsonElement> payments)
    {
        Assert.NotEmpty(traffic.Dropped);
        Assert.Empty(Directory.GetFiles(data.Rejected));
        Assert.Equal((traffic.Dropped.Count + 4) * 2, Directory.GetFiles(data.Done).Length);
        foreach (var (name, content) in traffic.Dropped)
        {
            Assert.Equal(content, await File.ReadAllTextAsync(Path.Combine(data.Done, name)));
            var report = DropReport.TryRead(await File.ReadAllBytesAsync(Path.Combine(data.Done, name + ".report.json"))).OrFail();
            Assert.Null(report.Duplicate);
            Assert.Equal(Traffic.LinesOfFile, report.Payments.Count);
            Assert.All(report.Payments, id => Assert.Equal("Paid by CAPS", StatusOf(payments[id])));
        }
    }

    private async Task CheckHistoriesAsync(Dictionary<string, JsonElement> payments)
    {
        var legal = LegalMoves.All.SelectMany(move => new[] { (From: move.From, To: move.To), (From: move.From, To: move.OnFailure ?? move.To) })
            .Select(move => (move.From.DisplayName(), move.To.DisplayName())).ToHashSet();
        var auditor = traffic.As("auditor");
        await Parallel.ForEachAsync(payments.Values, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = giveUp.Token }, async (payment, _) =>
        {
            var id = payment.GetProperty("id").GetString()!;
            string? at = null;
            var deciders = new List<string>();
            foreach (var move in (await auditor.GetAsync($"/api/payments/{id}/history")).Json.EnumerateArray())
            {
                var from = move.TryGetProperty("from", out var given) ? given.GetString() : null;
                var to = move.GetProperty("to").GetString()!;
                Assert.Equal(at, from);
                Assert.True(from is null ? to is "Waiting SC Approval" or "Error" : legal.Contains((from, to)), $"{id} moved from {from} to {to}.");
                at = to;
                deciders.Add(move.GetProperty("by").GetString()!);
            }

            Assert.Equal(StatusOf(payment), at);
            foreach (var user in (string[])["coordinator", "technician"])
            {
                Assert.True(!traffic.Decisions.ContainsKey((id, user)) || deciders.Count(by => by == user) == 1, $"{user} was acknowledged to have approved {id}, whose history is by {string.Join(", ", deciders)}.");
            }
        });
    }

    /// <summary>CAPS's own ledger file is the judge.</summary>
    private async Task CheckMoneyAsync(Dictionary<string, JsonElement> payments)
    {
        var lines = (await File.ReadAllLinesAsync(Path.Combine(data.Caps, "ledger.jsonl"))).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.Distinct(lines.Select(line => line.GetProperty("key").GetString()));
        var paid = lines.Where(line => line.GetProperty("outcome").GetString() == "paid").ToList();
        Assert.Distinct(paid.Select(line => line.GetProperty("payment").GetString()));
        foreach (var line in paid)
        {
            var payment = payments[line.GetProperty("payment").GetString()!];
            Assert.Equal(payment.GetProperty("amount").GetDecimal(), line.GetProperty("amount").GetDecimal());
            Assert.Equal("Paid by CAPS", StatusOf(payment));
        }

        Assert.Equal(payments.Values.Count(payment => StatusOf(payment) == "Paid by CAPS"), paid.Count);
        var ledger = (await traffic.As("auditor").GetAsync("/api/ledger/trial-balance")).Json;
        Assert.Equal(0m, ledger.GetProperty("sum").GetDecimal());
        var expenditures = ledger.GetProperty("accounts").EnumerateArray().Single(account => account.GetProperty("account").GetString() == "Expenditures");
        Assert.Equal(paid.Sum(line => line.GetProperty("amount").GetDecimal()), expenditures.GetProperty("balance").GetDecimal());
    }

    private static string StatusOf(JsonElement payment) => payment.GetProperty("status").GetString()!;
}
