using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Ledger;
using Serverless.Payments.Tests.Approvals;

namespace Serverless.Payments.Tests.Ledger;

[Trait("Req", "ALL-1")]
public sealed class PaymentBookingTests
{
    [Fact]
    public void An_entry_that_does_not_balance_cannot_be_made()
        => Assert.Throws<ArgumentException>(() => new JournalEntry("p", 1, DateTimeOffset.UnixEpoch, "off", [new("A", Money.Of(1)), new("B", Money.Of(-0.99m))]));

    [Fact]
    public void Every_legal_move_books_a_balanced_entry_or_none()
    {
        foreach (var move in LegalMoves.All)
        {
            var entry = PaymentBooking.Entry(Facts.Payment(move.From), Facts.Payment(move.To));
            if (entry is not null)
            {
                Assert.Equal(Money.Zero, entry.Legs.Aggregate(Money.Zero, (sum, leg) => sum + leg.Amount));
            }
        }
    }

    [Fact]
    public void Whatever_way_a_payment_goes_nothing_stays_encumbered_in_the_end()
    {
        foreach (var path in PathsToTheEnd([PaymentStatus.WaitingScApproval], 8))
        {
            var balance = new Dictionary<string, decimal>(StringComparer.Ordinal);
            Payment? before = null;
            foreach (var status in path)
            {
                var after = Facts.Payment(status);
                foreach (var leg in PaymentBooking.Entry(before, after)?.Legs ?? [])
                {
                    balance[leg.Account] = balance.GetValueOrDefault(leg.Account) + leg.Amount.Amount;
                }

                before = after;
            }

            Assert.Equal(0m, balance.GetValueOrDefault(Accounts.Encumbrances));
            Assert.Equal(path[^1] == PaymentStatus.PaidByCaps ? 250m : 0m, balance.GetValueOrDefault(Accounts.Expenditures));
        }
    }

    [Fact]
    public void A_correction_releases_nothing_that_was_not_reserved()
    {
        var inError = Facts.Payment(PaymentStatus.Error);
        var entry = PaymentBooking.Entry(inError, inError with { Status = PaymentStatus.WaitingScApproval, Facts = inError.Facts with { Amount = Money.Of(100) } });
        Assert.Equal(Money.Of(100), entry!.Legs.Single(leg => leg.Account == Accounts.Encumbrances).Amount);
    }

    private static IEnumerable<IReadOnlyList<PaymentStatus>> PathsToTheEnd(IReadOnlyList<PaymentStatus> path, int stepsMax)
    {
        if (path[^1].IsFinal())
        {
            return [path];
        }

        return stepsMax == 0
            ? []
            : LegalMoves.All
                .Where(move => move.From == path[^1])
                .SelectMany(move => move.OnFailure is { } failed ? new[] { move.To, failed } : [move.To])
                .Distinct()
                .SelectMany(to => PathsToTheEnd([.. path, to], stepsMax - 1));
    }
}
