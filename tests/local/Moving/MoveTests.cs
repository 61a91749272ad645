using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local.Moving;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;

namespace Serverless.Local.Tests.Moving;

/// <summary>A whole installation moves out and in, and goes on where it was.</summary>
[Trait("Req", "ALL-1")]
[Trait("Req", "ALL-3")]
public sealed class MoveTests : IAsyncLifetime
{
    private readonly House house = new();

    public Task InitializeAsync() => house.BuildAsync();

    public Task DisposeAsync()
    {
        house.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Installation_that_moved_has_everything_and_every_payment_goes_on_to_its_end()
    {
        var histories = await HistoriesAsync(house.Source);
        Assert.Equal(PaymentStatuses.All.Order(), house.Payments.Keys.Order());
        var exported = await house.ExportAsync();
        Assert.Equal((0, ""), (exported.Code, exported.Error));
        var imported = await house.ImportAsync();
        Assert.Equal((0, ""), (imported.Code, imported.Error));
        Assert.DoesNotContain("DIFFERENT", imported.Output, StringComparison.Ordinal);
        Assert.Contains("agrees     trial balance: 0.00; runs not completed: 1; invoice files not reported: 0; exports not completed: 1; remittances being posted: 0", imported.Output, StringComparison.Ordinal);
        Assert.Contains("agrees     payments Review: 1, 1025.00", imported.Output, StringComparison.Ordinal);

        var (source, target) = await house.InventoriesAsync();
        Assert.True(Agreement.Of(source, target).IsWhole);
        Assert.Equal(histories, await HistoriesAsync(house.Target));
        Assert.False(File.Exists(Path.Combine(house.Target, "keys", "secret")));

        await using var stack = await TestStack.OpenAsync(house.Target, TimeProvider.System);
        await Eventually.HoldsAsync("the run that was open completed", async () => await stack.Payments.Runs.FindAsync(House.OpenRunId) is { Run.Status: RunStatus.Completed });
        await Eventually.HoldsAsync("the decision that nobody heard of carried out", async () => (await FindAsync(stack, house.Payments[PaymentStatus.WaitingScApproval])).Status == PaymentStatus.WaitingDspdApproval);
        Assert.Equal(PaymentStatus.PaidByCaps, (await FindAsync(stack, house.Payments[PaymentStatus.SubmittedToCaps])).Status);

        await stack.Payments.Ports.Smart.SubmitAsync("again", [SmartRequest.Of("REQ-1/1")], CancellationToken.None);
        Assert.Equal(SmartRequest.Amount, stack.SmartSimulator.OrFail().TotalPaid);

        foreach (var payment in house.Payments.Values.ToList())
        {
            await House.EndAsync(stack, await FindAsync(stack, payment));
        }

        await House.RunAsync(stack);
        await AssertEndsAsync(stack, await house.Care.OrFail().GoOnAsync(stack));
    }

    [Fact]
    public async Task File_dropped_before_the_move_is_taken_in_after_it_and_one_taken_in_before_is_a_duplicate()
    {
        Assert.Equal(0, (await house.ExportAsync()).Code);
        Assert.Equal(0, (await house.ImportAsync()).Code);

        await using var stack = await TestStack.OpenAsync(house.Target, TimeProvider.System);
        var taken = Directory.GetFiles(stack.Data.Done, "*.csv")[0];
        File.Copy(taken, Path.Combine(stack.Data.Inbox, "again.csv"));
        stack.Drop.Start();
        await Eventually.HoldsAsync("both files done", () => File.Exists(Path.Combine(stack.Data.Done, "again.csv")) && Directory.GetFiles(stack.Data.Done, "Sp*.csv").Length == 1);
        Assert.Contains("\"duplicate\":true", (await File.ReadAllTextAsync(Path.Combine(stack.Data.Done, "again.csv.report.json"))).Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Request_repeated_after_the_move_gets_its_answer_of_before_and_does_nothing_again()
    {
        Array.ForEach(Directory.GetFiles(Path.Combine(house.Source, "inbox")), File.Delete);
        IReadOnlyList<string> before;
        await using (var host = await WebVisit.StartAsync(house.Source))
        {
            before = await WebVisit.AskAsync(host);
        }

        Assert.Equal(0, (await house.ExportAsync()).Code);
        Assert.Equal(0, (await house.ImportAsync()).Code);
        var payments = (await house.InventoriesAsync()).Target.Totals.Payments.Sum(total => total.Count);
        await using (var moved = await WebVisit.StartAsync(house.Target))
        {
            Assert.Equal(before, await WebVisit.AskAsync(moved));
        }

        Assert.Equal(payments, (await house.InventoriesAsync()).Target.Totals.Payments.Sum(total => total.Count));
    }

    [Fact]
    public async Task Installation_that_moved_can_move_again_and_the_same_export_is_not_imported_twice()
    {
        Assert.Equal(0, (await house.ExportAsync()).Code);
        Assert.Equal(0, (await house.ImportAsync()).Code);
        var again = await house.ImportAsync();
        Assert.Equal(0, again.Code);
        Assert.Contains("There is nothing to do", again.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await House.RunAsync("export", house.Combine("second"), "--data", house.Target)).Code);
        Assert.Equal(0, (await House.RunAsync("import", house.Combine("second"), "--data", house.Combine("third"))).Code);
        Assert.Equal(1, (await House.RunAsync("import", house.Combine("second"), "--data", house.Target)).Code);
    }

    [SkippableFact]
    public async Task Installation_moves_into_a_storage_account_goes_on_there_and_moves_back()
    {
        var connection = (await Azurite.SharedAsync()).NewAccount();
        Assert.Equal(0, (await house.ExportAsync()).Code);
        var imported = await House.RunAsync("import", house.Export, "--data", house.Target, "--storage", connection);
        Assert.Equal((0, ""), (imported.Code, imported.Error));
        Assert.Contains("agrees     payments Review: 1, 1025.00", imported.Output, StringComparison.Ordinal);

        await using (var stack = await LocalStack.OpenAsync(DataFolder.Open(house.Target), TimeProvider.System, NullLoggerFactory.Instance, storage: StorageConnection.Read(connection)))
        {
            await Eventually.HoldsAsync("the run that was open completed", async () => await stack.Payments.Runs.FindAsync(House.OpenRunId) is { Run.Status: RunStatus.Completed });
            await Eventually.HoldsAsync("the decision that nobody heard of carried out", async () => (await FindAsync(stack, house.Payments[PaymentStatus.WaitingScApproval])).Status == PaymentStatus.WaitingDspdApproval);
        }

        Assert.Equal(0, (await House.RunAsync("export", house.Combine("second"), "--data", house.Target, "--storage", connection)).Code);
        var back = await House.RunAsync("import", house.Combine("second"), "--data", house.Combine("third"));
        Assert.Equal((0, ""), (back.Code, back.Error));
        Assert.Contains("trial balance: 0.00; runs not completed: 0", back.Output, StringComparison.Ordinal);
        await using var home = await TestStack.OpenAsync(house.Combine("third"), TimeProvider.System);
        Assert.Equal(PaymentStatus.PaidByCaps, (await FindAsync(home, house.Payments[PaymentStatus.SubmittedToCaps])).Status);
    }

    private static async Task<Payment> FindAsync(LocalStack stack, Payment payment) => (await stack.Payments.Records.FindAsync(payment.Id)).OrFail();

    /// <summary>Every history of the payments that were made one by one, as text; read without a host, whose start would move them on.</summary>
    private async Task<List<string>> HistoriesAsync(string data)
    {
        await using var premises = await Premises.OpenAsync(DataFolder.Open(data), null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        using var ids = await PaymentIds.OpenAsync(premises.Tables);
        var records = new PaymentRecords(premises.Tables, ids);
        var histories = new List<string>();
        foreach (var payment in house.Payments.Values)
        {
            histories.AddRange((await records.HistoryAsync(payment)).Select(move => Serverless.Payments.Rows.Write(move)));
        }

        return histories;
    }

    /// <param name="stack">The installation that has moved.</param>
    /// <param name="exported">What exports have paid for care.</param>
    private async Task AssertEndsAsync(LocalStack stack, decimal exported)
    {
        foreach (var (status, payment) in house.Payments)
        {
            var expected = status switch
            {
                PaymentStatus.Error or PaymentStatus.Review => PaymentStatus.DeniedBySc,
                _ when status.IsFinal() => status,
                _ => PaymentStatus.PaidByCaps,
            };
            var ended = await FindAsync(stack, payment);
            Assert.Equal((status, expected), (status, ended.Status));
            Assert.Equal(ended.Version, (await stack.Payments.Records.HistoryAsync(ended)).Count);
        }

        var trial = await House.TrialBalanceAsync(stack);
        Assert.Equal(Money.Zero, trial.Sum);
        var spent = trial.Accounts.Single(account => account.Account == Serverless.Payments.Ledger.Accounts.Expenditures).Balance;
        Assert.Equal(stack.Simulator.OrFail().TotalPaid + exported, spent.Amount);
        var keys = (await File.ReadAllLinesAsync(Path.Combine(stack.Data.Caps, "ledger.jsonl"))).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("key").GetString()).ToList();
        Assert.Equal(keys.Distinct().Count(), keys.Count);
    }
}
