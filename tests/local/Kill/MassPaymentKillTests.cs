using System.Net;
using System.Text.Json;
using Serverless.Payments.MassPayments;
using Serverless.Samples;
using Serverless.Testing;

namespace Serverless.Local.Tests.Kill;

/// <summary>A mass payment that was acknowledged is paid entry by entry, once, whatever is killed and whenever; SMART's own ledger file is the judge.</summary>
public sealed class MassPaymentKillTests : IDisposable
{
    private const int Kills = 5;
    private const int EntriesOfEach = 240;

    /// <summary>Mass payments made at least, so that kills meet them at work.</summary>
    private const int PagesMin = 3;

    private readonly TempFolder folder = new();
    private readonly DataFolder data;
    private readonly ChildHost host;
    private readonly CancellationTokenSource giveUp = new(TimeSpan.FromMinutes(6));
    private readonly SamplePerson[] people = [.. SampleAgency.Load().People.Where(person => person.Cases.Any(known => known.Open)).Take(EntriesOfEach)];
    private readonly List<string> approved = [];
    private int killed;

    public MassPaymentKillTests()
    {
        data = DataFolder.Open(folder.Combine("data"));
        host = new ChildHost(data.Root);
    }

    public void Dispose()
    {
        host.Dispose();
        giveUp.Dispose();
        folder.Dispose();
    }

    [Fact]
    [Trait("Req", "KEES-6")]
    [Trait("Req", "KEES-9")]
    [Trait("Req", "ALL-3")]
    public async Task Every_entry_of_an_approved_mass_payment_is_paid_once_when_the_host_is_killed_five_times()
    {
        await host.StartAsync();
        var work = Task.Run(WorkAsync);
        while (killed < Kills)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(50, 900)));
            if (work.IsCompleted)
            {
                await work;
            }

            host.Kill();
            await host.StartAsync();
            Interlocked.Increment(ref killed);
        }

        await work;
        await CheckMoneyAsync();
        Assert.Equal(0, await host.StopAsync());
    }

    /// <summary>Uploads, approves and pays, one mass payment after the other, until all kills are through.</summary>
    private async Task WorkAsync()
    {
        using var operations = new StubbornClient(host.Address, "operations", giveUp.Token);
        for (var number = 0; number < PagesMin || Volatile.Read(ref killed) < Kills; number++)
        {
            var day = new DateOnly(2026, 1, 1).AddDays(number);
            var made = await operations.PostAsync("/api/mass-payments/upload?providerId=P-200&serviceId=P-200-SV&aidCode=ET", $"upload-{number}", people.Select((person, index) => Line(person, day, index)));
            Assert.Equal(HttpStatusCode.Created, made.Status);
            var id = made.Json.GetProperty("id").GetString()!;
            var reply = await operations.PostAsync($"/api/mass-payments/{id}/approve", $"approve-{number}", new { });
            Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, $"Approval {number}: {reply.Status} {reply.Text}");
            await UntilAsync($"the approval of {id}", async () => (await operations.GetAsync($"/api/mass-payments/{id}")).Json.GetProperty("status").GetString() == nameof(MassPaymentStatus.Approved));
            approved.Add(id);
            await PayAsync(operations, number);
        }
    }

    private async Task PayAsync(StubbornClient operations, int number)
    {
        var run = await operations.PostAsync("/api/runs", $"run-{number}", new { reason = "killed now and then" });
        Assert.Equal(HttpStatusCode.Accepted, run.Status);
        var id = run.Json.GetProperty("id").GetString()!;
        await UntilAsync($"the end of run {id}", async () => (await operations.GetAsync($"/api/runs/{id}")).Json.GetProperty("status").GetString() == "Completed");
    }

    private async Task CheckMoneyAsync()
    {
        var expected = approved.SelectMany(id => people.Select((_, index) => ($"{MassPaymentKeys.RequestId(id, index + 1)}/1", AmountOf(index))));
        var lines = (await File.ReadAllLinesAsync(Path.Combine(data.Smart, "ledger.jsonl"))).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.All(lines, line => Assert.Equal("paid", line.GetProperty("outcome").GetString()));
        Assert.Equal(expected.Order(), lines.Select(line => (line.GetProperty("key").GetString()!, line.GetProperty("amount").GetDecimal())).Order());

        using var auditor = new StubbornClient(host.Address, "auditor", giveUp.Token);
        var ledger = (await auditor.GetAsync("/api/ledger/trial-balance")).Json;
        Assert.Equal(0m, ledger.GetProperty("sum").GetDecimal());
        var expenditures = ledger.GetProperty("accounts").EnumerateArray().Single(account => account.GetProperty("account").GetString() == "Expenditures");
        Assert.Equal(approved.Count * people.Select((_, index) => AmountOf(index)).Sum(), expenditures.GetProperty("balance").GetDecimal());
    }

    private static object Line(SamplePerson person, DateOnly day, int index) => new
    {
        caseNumber = person.Cases.First(known => known.Open).CaseNumber,
        clientId = person.ClientId,
        needCategory = "Transportation",
        needType = "Bus Pass",
        amount = AmountOf(index),
        begin = EntryDate.Write(day),
        end = EntryDate.Write(day),
    };

    private static decimal AmountOf(int index) => 10m + (index / 100m);

    private static Task UntilAsync(string what, Func<Task<bool>> condition) => Eventually.HoldsAsync(what, condition, TimeSpan.FromMinutes(2));
}
