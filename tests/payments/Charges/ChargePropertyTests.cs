using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Charges;
using Serverless.Payments.Ledger;
using static Serverless.Payments.Tests.Charges.ChargeWorld;

namespace Serverless.Payments.Tests.Charges;

/// <summary>Random accounts against a recomputation that shares nothing with the product.</summary>
public sealed class ChargePropertyTests
{
    private const int AccountsCount = 320;
    private const int ActsCount = 34;

    [Fact]
    [Trait("Req", "PS-1")]
    [Trait("Req", "PS-2")]
    [Trait("Req", "PS-3")]
    [Trait("Req", "PS-4")]
    [Trait("Req", "ALL-1")]
    public async Task Random_accounts_agree_to_the_cent_with_a_naive_recomputation()
    {
        var refused = 0;
        for (var seed = 1; seed <= AccountsCount; seed++)
        {
            using var world = await ChargeWorld.CreateAsync();
            var random = new Random(seed);
            var naive = new NaiveAccount();
            for (var step = 0; step < ActsCount; step++)
            {
                var (result, isTaken) = await ActAsync(world, naive, random);
                Assert.True(isTaken == result.Account is not null, $"Seed {seed}, step {step}: {result.Refusal}");
                refused += isTaken ? 0 : 1;
                if (result.Account is { } account)
                {
                    Compare(naive, account, $"Seed {seed}, step {step}");
                }
            }

            Compare(naive, await world.ReadAsync(), $"Seed {seed}, read again");
            Assert.Equal(0m, (await world.BooksAsync()).Sum.Amount);
            Assert.Equal(naive.Opens.Sum() / 100m, await world.BalanceAsync(Accounts.ParticipantsReceivable));
            Assert.Equal(-naive.Charges.Sum(charge => charge.Cents) / 100m, await world.BalanceAsync(Accounts.ParticipantCharges));
            Assert.Equal(naive.Payments.Sum(payment => payment.Total) / 100m, await world.BalanceAsync(Accounts.CashReceipts));
            Assert.Equal(-naive.Credits.Sum() / 100m, await world.BalanceAsync(Accounts.OpenCredit));
        }

        Assert.InRange(refused, 1, AccountsCount * ActsCount / 2);
    }

    private static async Task<(ChargeResult Result, bool IsTaken)> ActAsync(ChargeWorld world, NaiveAccount naive, Random random)
    {
        var (day, cents) = (random.Next(1, 8), random.Next(1, 20_000));
        var kind = random.Next(10);
        if (kind >= 8 && naive.Payments.Count > 0)
        {
            var payment = random.Next(naive.Payments.Count);
            var corrected = random.Next(5) == 0 ? 0 : cents;
            var id = (await world.ReadAsync()).Payments[payment].Id;
            return (await world.AdjustAsync(id, corrected / 100m), naive.Adjust(payment, corrected));
        }

        if (kind < 4)
        {
            naive.Charge(day, cents);
            return (await world.ChargeAsync(cents / 100m, day), true);
        }

        var byHand = naive.Opens.Select((open, index) => (Charge: index + 1, Cents: open == 0 ? 0 : random.Next(0, (int)open + 1))).Where(part => part.Cents > 0).ToList();
        if (kind == 7 && byHand.Count > 0)
        {
            var total = byHand.Sum(part => part.Cents) + (random.Next(4) == 0 ? 100 : 0);
            var isTaken = naive.PayByHand(day, total, byHand);
            return (await world.PayAsync(total / 100m, day, byHand: [.. byHand.Select(part => (part.Charge.ToString(CultureInfo.InvariantCulture), part.Cents / 100m))]), isTaken);
        }

        naive.Pay(day, cents);
        return (await world.PayAsync(cents / 100m, day), true);
    }

    private static void Compare(NaiveAccount naive, ChargeAccount account, string where)
    {
        Assert.True(naive.Opens.SequenceEqual(account.Charges.Select(charge => (long)(charge.Open.Amount * 100))), $"{where}: what is open differs.");
        Assert.True(naive.Credits.SequenceEqual(account.Payments.Select(payment => (long)(payment.OpenCredit.Amount * 100))), $"{where}: open credit differs.");
        for (var payment = 0; payment < naive.Payments.Count; payment++)
        {
            var expected = naive.Lines.Where(line => line.Payment == payment).GroupBy(line => line.Charge).OrderBy(group => group.Key).Select(group => $"{group.Key + 1}:{Money.Of(group.Sum(line => line.Cents) / 100m)}");
            Assert.True(string.Join(' ', expected) == Applied(account, payment + 1), $"{where}: the allocations of payment {payment + 1} differ.");
        }

        Assert.True(account.OpenCredit == Money.Zero || account.Owed == Money.Zero, $"{where}: open credit while a charge is open.");
    }

    /// <summary>Cents in a list of lines; every sum is taken over all of them each time.</summary>
    private sealed class NaiveAccount
    {
        public List<(int Day, long Cents)> Charges { get; } = [];

        public List<(int Day, long Total)> Payments { get; } = [];

        public List<(int Payment, int Charge, long Cents)> Lines { get; } = [];

        public IEnumerable<long> Opens => Charges.Select((charge, index) => charge.Cents - Lines.Where(line => line.Charge == index).Sum(line => line.Cents));

        public IEnumerable<long> Credits => Payments.Select((_, index) => CreditOf(index));

        public void Charge(int day, long cents)
        {
            Charges.Add((day, cents));
            Settle();
        }

        public void Pay(int day, long cents)
        {
            Payments.Add((day, cents));
            Settle();
        }

        public bool PayByHand(int day, long cents, IReadOnlyList<(int Charge, int Cents)> parts)
        {
            if (parts.Sum(part => part.Cents) < cents && parts.Sum(part => part.Cents) < Opens.Sum())
            {
                return false;
            }

            Payments.Add((day, cents));
            Lines.AddRange(parts.Select(part => (Payments.Count - 1, part.Charge - 1, (long)part.Cents)));
            return true;
        }

        public bool Adjust(int payment, long total)
        {
            if (Payments[payment].Total == total)
            {
                return false;
            }

            Payments[payment] = (Payments[payment].Day, total);
            while (CreditOf(payment) < 0)
            {
                var newest = Lines.FindLastIndex(line => line.Payment == payment);
                var back = Math.Min(Lines[newest].Cents, -CreditOf(payment));
                Lines[newest] = Lines[newest] with { Cents = Lines[newest].Cents - back };
                Lines.RemoveAll(line => line.Cents == 0);
            }

            Settle();
            return true;
        }

        private long CreditOf(int payment) => Payments[payment].Total - Lines.Where(line => line.Payment == payment).Sum(line => line.Cents);

        /// <summary>As long as there is credit and an open charge, the oldest of each meet.</summary>
        private void Settle()
        {
            while (Credits.Any(credit => credit > 0) && Opens.Any(open => open > 0))
            {
                var payment = Enumerable.Range(0, Payments.Count).Where(index => CreditOf(index) > 0).MinBy(index => (Payments[index].Day, index));
                var charge = Enumerable.Range(0, Charges.Count).Where(index => Opens.ElementAt(index) > 0).MinBy(index => (Charges[index].Day, index));
                Lines.Add((payment, charge, Math.Min(CreditOf(payment), Opens.ElementAt(charge))));
            }
        }
    }
}
