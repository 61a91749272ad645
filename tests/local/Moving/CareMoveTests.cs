using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local.Moving;
using Serverless.Payments;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments.Exports;

namespace Serverless.Local.Tests.Moving;

/// <summary>Provider payments move with everything that was done to them, and go on where they were.</summary>
public sealed class CareMoveTests : IAsyncLifetime
{
    private readonly House house = new();
    private HouseCare? care;
    private IReadOnlyList<string> balances = [];

    public async Task InitializeAsync()
    {
        await using var stack = await TestStack.OpenAsync(house.Source, TimeProvider.System);
        care = await HouseCare.BuildAsync(stack);
        balances = [.. (await House.TrialBalanceAsync(stack)).Accounts.Select(account => $"{account.Account} {account.Balance}")];
    }

    public Task DisposeAsync()
    {
        house.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    [Trait("Req", "CARE-1")]
    [Trait("Req", "ALL-3")]
    public async Task Service_period_that_moved_has_everything_and_every_payment_goes_on_to_its_end()
    {
        Assert.Equal(0, (await house.ExportAsync()).Code);
        var imported = await house.ImportAsync();
        Assert.Equal((0, ""), (imported.Code, imported.Error));
        Assert.DoesNotContain("DIFFERENT", imported.Output, StringComparison.Ordinal);
        Assert.Contains("agrees     provider payments Authorized: 1, 110.00", imported.Output, StringComparison.Ordinal);
        Assert.Contains("agrees     provider payments Paid: 1, 220.00", imported.Output, StringComparison.Ordinal);
        Assert.Contains("exports not completed: 1", imported.Output, StringComparison.Ordinal);
        await using (var source = await OpenAsync(house.Source))
        await using (var target = await OpenAsync(house.Target))
        {
            Assert.Equal(await HouseCare.RecordsAsync(source), await HouseCare.RecordsAsync(target));
            var file = PaymentExportKeys.File(PaymentExportKeys.IdOf("before the move"));
            Assert.Equal((await source.Blobs.GetAsync(Containers.PaymentExports, file)).OrFail(), await target.Blobs.GetAsync(Containers.PaymentExports, file));
        }

        var (_, moved) = await house.InventoriesAsync();
        Assert.Equal(balances, moved.Totals.Balances.Select(account => $"{account.Account} {account.Balance}"));

        await using var stack = await TestStack.OpenAsync(house.Target, TimeProvider.System);
        var exported = await care.OrFail().GoOnAsync(stack);
        var trial = await House.TrialBalanceAsync(stack);
        Assert.Equal(0m, trial.Sum.Amount);
        Assert.Equal(exported, trial.Accounts.Single(account => account.Account == Accounts.Expenditures).Balance.Amount);
    }

    private static Task<Premises> OpenAsync(string data) => Premises.OpenAsync(DataFolder.Open(data), null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
}
