using Serverless.Payments.Amounts;
using Serverless.Payments.Ledger;
using Serverless.Storage;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.Ledger;

[Trait("Req", "ALL-1")]
public sealed class TrialBalanceTests
{
    [Fact]
    public async Task Accounts_may_grow_beyond_what_one_amount_may_be()
    {
        var tables = new MemoryTableStore();
        for (var move = 1; move <= 3; move++)
        {
            var entry = new JournalEntry("p", move, DateTimeOffset.UnixEpoch, "large", [new(Accounts.Expenditures, Money.Of(Money.AbsoluteMax)), new(Accounts.Cash, -Money.Of(Money.AbsoluteMax))]);
            await tables.SubmitAsync(Tables.Payments, "1000000001", [TableOperation.Insert($"{TrialBalance.JournalPrefix}p|{move}", Rows.Write(entry))]);
        }

        var trial = await TrialBalance.ReadAsync(tables, new[] { new JournalPlace(Tables.Payments, "1000000001") }.ToAsyncEnumerable());
        Assert.Equal((3 * Money.AbsoluteMax, Money.Zero), (trial.Accounts.Single(account => account.Account == Accounts.Expenditures).Balance.Amount, trial.Sum));
    }
}
