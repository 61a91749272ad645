using Serverless.Payments.Ledger;

namespace Serverless.Payments.Approvals;

/// <summary>What a payment's move books: entering a live status encumbers, leaving it releases, payment posts (ALL-1).</summary>
public static class PaymentBooking
{
    /// <summary>The entry that a move causes, or null where no money moves.</summary>
    /// <param name="before">The payment before the move; null at its submission.</param>
    /// <param name="after">The payment after it.</param>
    public static JournalEntry? Entry(Payment? before, Payment after)
    {
        var wasLive = before?.Status.IsLive() ?? false;
        var amount = after.Facts.Amount;
        if (after.Status == PaymentStatus.PaidByCaps)
        {
            return new JournalEntry(after.Id, after.Version, after.StatusSince, "paid by CAPS",
            [
                new(Accounts.ReserveForEncumbrances, amount),
                new(Accounts.Encumbrances, -amount),
                new(Accounts.Expenditures, amount),
                new(Accounts.Cash, -amount),
            ]);
        }

        if (wasLive == after.Status.IsLive())
        {
            return null;
        }

        var (memo, signed) = wasLive ? ("released", -before!.Facts.Amount) : ("encumbered", amount);
        return new JournalEntry(after.Id, after.Version, after.StatusSince, memo,
        [
            new(Accounts.Encumbrances, signed),
            new(Accounts.ReserveForEncumbrances, -signed),
        ]);
    }
}
