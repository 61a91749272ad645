using Serverless.Payments.Amounts;
using Serverless.Payments.Ledger;

namespace Serverless.Payments.MassPayments.Requests;

/// <summary>What mass payments and their requests book (ALL-1): an approval sets all of its money aside in one entry, and each request releases or spends its own part.</summary>
public static class RequestBooking
{
    /// <summary>The entry of an approval; it stands in the transaction that makes everything exist.</summary>
    public static JournalEntry Approved(MassPayment page, Money total) => new(page.Id, page.Attempt, page.ApprovedAt!.Value, "encumbered",
    [
        new(Accounts.Encumbrances, total),
        new(Accounts.ReserveForEncumbrances, -total),
    ]);

    /// <summary>The entry of a request's move, or null where no money moves.</summary>
    public static JournalEntry? Moved(PaymentRequest after)
    {
        var amount = after.Order.Amount;
        if (after.Status == RequestStatus.PaidBySmart)
        {
            return new JournalEntry(after.Id, after.Version, after.StatusSince, "paid by SMART",
            [
                new(Accounts.ReserveForEncumbrances, amount),
                new(Accounts.Encumbrances, -amount),
                new(Accounts.Expenditures, amount),
                new(Accounts.Cash, -amount),
            ]);
        }

        return after.Status.IsVoid()
            ? new JournalEntry(after.Id, after.Version, after.StatusSince, "released", [new(Accounts.Encumbrances, -amount), new(Accounts.ReserveForEncumbrances, amount)])
            : null;
    }
}
