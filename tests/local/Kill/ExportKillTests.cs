using System.Net;
using System.Security.Cryptography;
using System.Text;
using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Samples;
using Serverless.Testing;

namespace Serverless.Local.Tests.Kill;

/// <summary>A provider payment that was authorised is in one file and paid once, whatever is killed and whenever; the files are the judges.</summary>
public sealed class ExportKillTests : IDisposable
{
    private const int Kills = 5;
    private const int PaymentsOfEach = 20;

    /// <summary>The column of the payment's id, from 0. The amount is the last one; names between them may hold commas.</summary>
    private const int IdColumn = 1;

    private readonly TempFolder folder = new();
    private readonly DataFolder data;
    private readonly ChildHost host;
    private readonly StubbornClient operations;
    private readonly StubbornClient auditor;
    private readonly CancellationTokenSource giveUp = new(TimeSpan.FromMinutes(5));
    private readonly List<string> exports = [];
    private readonly List<DateTimeOffset> killedAt = [];

    public ExportKillTests()
    {
        data = DataFolder.Open(folder.Combine("data"));
        host = new ChildHost(data.Root);
        operations = new StubbornClient(host.Address, "operations", giveUp.Token);
        auditor = new StubbornClient(host.Address, "auditor", giveUp.Token);
    }

    public void Dispose()
    {
        host.Dispose();
        operations.Dispose();
        auditor.Dispose();
        giveUp.Dispose();
        folder.Dispose();
    }

    [Fact]
    [Trait("Req", "CARE-5")]
    [Trait("Req", "ALL-3")]
    public async Task Every_authorised_payment_is_in_one_file_and_paid_once_when_the_host_is_killed_five_times_during_exports()
    {
        var rounds = (await ReceiveAsync()).Chunk(PaymentsOfEach).ToList();
        Assert.Equal(Kills, rounds.Count);
        await host.StartAsync();
        await AuthorizeAsync(rounds[0]);
        for (var kill = 0; kill < Kills; kill++)
        {
            await ExportAsync();

            // While the export takes what stands, the next ones are authorised under its hands.
            var authorizing = AuthorizeAsync(kill + 1 < Kills ? rounds[kill + 1] : []);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(0, 40 << kill)));
            host.Kill();
            killedAt.Add(TimeProvider.System.GetUtcNow());
            await host.StartAsync();
            await authorizing;
        }

        await ExportAsync();
        await CheckMoneyAsync(await CheckFilesAsync(rounds.SelectMany(round => round)));
        Assert.Equal(0, await host.StopAsync());
    }

    /// <summary>Makes a service period in the data folder, in which children of their own have each a payment that waits for its authorisation.</summary>
    private async Task<IReadOnlyList<string>> ReceiveAsync()
    {
        var agency = SampleAgency.Load();
        var enrolled = agency.Enrollments.Select(enrollment => enrollment.ClientId).ToHashSet();
        var children = agency.Clients.Where(client => client.Active && !enrolled.Contains(client.Id)).Take(Kills * PaymentsOfEach).Select(client => client.Id).ToList();
        await using var stack = await TestStack.OpenAsync(data.Root, TimeProvider.System);
        var enrollments = stack.Payments.ProviderPayments.Enrollments;
        await Task.WhenAll(children.Select(child => enrollments.PutAsync(
            new Enrollment("P-100", child, "SLN", new DateOnly(2025, 1, 1), new DateOnly(2025, 12, 31), 480), "test", TimeProvider.System.GetUtcNow())));
        var month = new CareMonth(stack);
        await month.GenerateAsync();
        var payments = children.Select(child => month.IdOf("P-100", child)).ToList();
        await Parallel.ForEachAsync(payments.Index(), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (payment, _) => await month.ReceivedAsync(payment.Item, 1 + (payment.Index % 10)));
        return payments;
    }

    private async Task AuthorizeAsync(IReadOnlyList<string> payments)
    {
        await Parallel.ForEachAsync(payments, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = giveUp.Token }, async (id, _) =>
        {
            var reply = await operations.PostAsync($"/api/provider-payments/{id}/authorize", $"authorize-{id}", new { });
            Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, $"Authorisation of {id}: {reply.Status} {reply.Text}");
            await UntilAsync($"the authorisation of {id}", async () => await StatusOfAsync(id) is "Authorized" or "Paid");
        });
    }

    private async Task ExportAsync()
    {
        var started = await operations.PostAsync("/api/exports", $"export-{exports.Count}", new { period = CareMonth.Period });
        Assert.Equal(HttpStatusCode.Accepted, started.Status);
        exports.Add(started.Json.GetProperty("id").GetString()!);
    }

    /// <summary>Every file is what its manifest and its record say, and all files together have each payment once.</summary>
    /// <returns>Their total.</returns>
    private async Task<decimal> CheckFilesAsync(IEnumerable<string> payments)
    {
        var lines = new List<(string Id, decimal Amount, string Export)>();
        var interrupted = 0;
        foreach (var id in exports)
        {
            await UntilAsync($"the end of export {id}", async () => (await auditor.GetAsync($"/api/exports/{id}")).Json.GetProperty("status").GetString() == "Completed");
            var export = (await auditor.GetAsync($"/api/exports/{id}")).Json;
            var manifest = (await auditor.GetAsync($"/api/exports/{id}/manifest")).Json;
            var file = (await auditor.GetAsync($"/api/exports/{id}/file")).Text;
            var own = file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).Select(line => (line[IdColumn], Amount(line), id)).ToList();
            Assert.All([export, manifest], said => Assert.Equal(
                (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file))), own.Count, own.Sum(line => line.Item2)),
                (said.GetProperty("sha256").GetString(), said.GetProperty("count").GetInt32(), said.GetProperty("total").GetDecimal())));
            lines.AddRange(own);
            interrupted += killedAt.Any(at => at > export.GetProperty("startedAt").GetDateTimeOffset() && at < export.GetProperty("completedAt").GetDateTimeOffset()) ? 1 : 0;
        }

        Assert.True(interrupted > 0, "No kill has met an export at work; the test proves little.");
        Assert.Equal(payments.Order(StringComparer.Ordinal), lines.Select(line => line.Id).Order(StringComparer.Ordinal));
        foreach (var line in lines)
        {
            var payment = (await auditor.GetAsync($"/api/provider-payments/{line.Id}")).Json;
            Assert.Equal(("Paid", line.Export, line.Amount), (payment.GetProperty("paymentStatus").GetString(), payment.GetProperty("exportId").GetString(), payment.GetProperty("amount").GetDecimal()));
        }

        return lines.Sum(line => line.Amount);
    }

    private async Task CheckMoneyAsync(decimal total)
    {
        var ledger = (await auditor.GetAsync("/api/ledger/trial-balance")).Json;
        Assert.Equal(0m, ledger.GetProperty("sum").GetDecimal());
        var balances = ledger.GetProperty("accounts").EnumerateArray().ToDictionary(account => account.GetProperty("account").GetString()!, account => account.GetProperty("balance").GetDecimal());
        Assert.Equal((total, -total, 0m), (balances["Expenditures"], balances["Cash"], balances["Encumbrances"]));
    }

    private async Task<string?> StatusOfAsync(string id)
        => (await operations.GetAsync($"/api/provider-payments/{id}")).Json.GetProperty("paymentStatus").GetString();

    private static decimal Amount(string[] line) => decimal.Parse(line[^1], System.Globalization.CultureInfo.InvariantCulture);

    private static Task UntilAsync(string what, Func<Task<bool>> condition) => Eventually.HoldsAsync(what, condition, TimeSpan.FromMinutes(2));
}
