using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Ledger;

namespace Serverless.Payments.Charges;

/// <summary>
/// What an event books, in one balanced entry (ALL-1): a charge is owed; a payment is received, lessens what is owed by what is applied,
/// and is owed back for the rest; open credit that is consumed lessens both. A correction books the differences.
/// </summary>
internal static class ChargeBooking
{
    public static JournalEntry Entry(ChargeAccount after, ChargeEvent made)
    {
        var charged = made.Charge?.Amount ?? Money.Zero;
        var received = made.Payment?.Amount ?? (made.Correction is { } correction ? correction.To - correction.From : Money.Zero);
        var applied = made.Moves.Aggregate(Money.Zero, (sum, move) => sum + move.Amount);
        Leg[] legs =
        [
            new(Accounts.ParticipantsReceivable, charged),
            new(Accounts.ParticipantCharges, -charged),
            new(Accounts.CashReceipts, received),
            new(Accounts.ParticipantsReceivable, -applied),
            new(Accounts.OpenCredit, applied - received),
        ];
        return new JournalEntry(SubjectOf(after, made), made.N, made.At, MemoOf(made), [.. legs.Where(leg => leg.Amount != Money.Zero)]);
    }

    private static string SubjectOf(ChargeAccount after, ChargeEvent made)
        => made.Charge is not null ? after.Charges[^1].Number.ToString(CultureInfo.InvariantCulture)
            : made.Correction is { } correction ? after.Payments[correction.Payment - 1].Id
            : after.Payments[^1].Id;

    private static string MemoOf(ChargeEvent made)
        => made.Charge is not null ? "Charge to a participant" : made.Correction is not null ? "Correction of a participant's payment" : "Payment of a participant";
}
