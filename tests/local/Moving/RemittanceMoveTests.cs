using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local.Moving;
using Serverless.Payments.Remittances;

namespace Serverless.Local.Tests.Moving;

/// <summary>Billed invoices, remittances and charges move with everything that was done to them, and go on where they were.</summary>
public sealed class RemittanceMoveTests : IAsyncLifetime
{
    private readonly House house = new();
    private HouseRemittances? remittances;
    private IReadOnlyList<string> balances = [];

    public async Task InitializeAsync()
    {
        await using var stack = await TestStack.OpenAsync(house.Source, TimeProvider.System);
        remittances = await HouseRemittances.BuildAsync(stack);
        balances = [.. (await House.TrialBalanceAsync(stack)).Accounts.Select(account => $"{account.Account} {account.Balance}")];
    }

    public Task DisposeAsync()
    {
        house.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    [Trait("Req", "SAN-6")]
    [Trait("Req", "ALL-3")]
    public async Task Remittances_that_moved_have_everything_and_a_posting_that_was_asked_for_goes_on_to_its_end()
    {
        Assert.Equal(0, (await house.ExportAsync()).Code);
        var imported = await house.ImportAsync();
        Assert.Equal((0, ""), (imported.Code, imported.Error));
        Assert.DoesNotContain("DIFFERENT", imported.Output, StringComparison.Ordinal);
        Assert.Contains("remittances being posted: 1", imported.Output, StringComparison.Ordinal);
        await using (var source = await OpenAsync(house.Source))
        await using (var target = await OpenAsync(house.Target))
        {
            var records = await HouseRemittances.RecordsAsync(source);
            Assert.NotEmpty(records);
            Assert.Equal(records, await HouseRemittances.RecordsAsync(target));
        }

        var (_, moved) = await house.InventoriesAsync();
        Assert.Equal(balances, moved.Totals.Balances.Select(account => $"{account.Account} {account.Balance}"));

        await using var stack = await TestStack.OpenAsync(house.Target, TimeProvider.System);
        var (posted, open, asked) = remittances.OrFail();
        await HouseRemittances.PostedAsync(stack, asked);
        await HouseRemittances.PostAsync(stack, open);
        Assert.Equal(RemittanceStatus.Posted, (await stack.Payments.Remittances.Records.FindAsync(posted)).OrFail().Status);
        foreach (var number in (string[])["M-1", "M-2", "M-3"])
        {
            await Eventually.HoldsAsync($"invoice {number}", async () => await HouseRemittances.BalanceAsync(stack, number) == 6m);
        }

        Assert.Equal(20m, (await stack.Payments.Charges.FindAsync(HouseRemittances.Biller, HouseRemittances.Participant)).OrFail().OpenCredit.Amount);
        Assert.Equal(0m, (await House.TrialBalanceAsync(stack)).Sum.Amount);
    }

    private static Task<Premises> OpenAsync(string data) => Premises.OpenAsync(DataFolder.Open(data), null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
}
