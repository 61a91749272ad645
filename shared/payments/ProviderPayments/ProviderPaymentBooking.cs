using Serverless.Payments.Amounts;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments.Adjustments;

namespace Serverless.Payments.ProviderPayments;

/// <summary>
/// What provider payments and their adjustments book (ALL-1): an authorisation sets money aside, a hold or a withdrawal
/// releases it, an export spends it. Where there is nothing to pay, nothing is booked.
/// </summary>
public static class ProviderPaymentBooking
{
    /// <summary>The entry of a payment's move, or null where no money moves.</summary>
    public static JournalEntry? Entry(ProviderPayment before, ProviderPayment after) => (before.Status, after.Status) switch
    {
        (not ProviderPaymentStatus.Authorized, ProviderPaymentStatus.Authorized) => Encumbered(after.Id, after.Version, after.StatusSince, after.Amount!.Value),
        (ProviderPaymentStatus.Authorized, ProviderPaymentStatus.Paid) => Paid(after.Id, after.Version, after.StatusSince, after.Amount!.Value),
        (ProviderPaymentStatus.Authorized, not ProviderPaymentStatus.Authorized) => Released(after.Id, after.Version, after.StatusSince, before.Amount!.Value),
        _ => null,
    };

    /// <summary>The entry of an adjustment's move, or null where no money moves.</summary>
    public static JournalEntry? Entry(Adjustment before, Adjustment after) => (before.Status, after.Status) switch
    {
        (AdjustmentStatus.New, AdjustmentStatus.Authorized) => Encumbered(after.Id, after.Version, after.StatusSince, after.Amount),
        (AdjustmentStatus.Authorized, AdjustmentStatus.Paid) => Paid(after.Id, after.Version, after.StatusSince, after.Amount),
        (AdjustmentStatus.Authorized, AdjustmentStatus.Withdrawn) => Released(after.Id, after.Version, after.StatusSince, after.Amount),
        _ => null,
    };

    private static JournalEntry? Encumbered(string id, int version, DateTimeOffset at, Money amount)
        => amount == Money.Zero ? null : new(id, version, at, "encumbered", [new(Accounts.Encumbrances, amount), new(Accounts.ReserveForEncumbrances, -amount)]);

    private static JournalEntry? Released(string id, int version, DateTimeOffset at, Money amount)
        => amount == Money.Zero ? null : new(id, version, at, "released", [new(Accounts.ReserveForEncumbrances, amount), new(Accounts.Encumbrances, -amount)]);

    private static JournalEntry? Paid(string id, int version, DateTimeOffset at, Money amount)
        => amount == Money.Zero ? null : new(id, version, at, "paid by export",
        [
            new(Accounts.ReserveForEncumbrances, amount),
            new(Accounts.Encumbrances, -amount),
            new(Accounts.Expenditures, amount),
            new(Accounts.Cash, -amount),
        ]);
}
