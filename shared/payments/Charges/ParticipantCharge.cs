using Serverless.Payments.Amounts;

namespace Serverless.Payments.Charges;

/// <summary>A charge as its account's events leave it.</summary>
/// <param name="number">Its number in the account, from 1, in the order of entry.</param>
/// <param name="entry">What was charged.</param>
public sealed class ParticipantCharge(int number, ChargeEntry entry)
{
    public int Number => number;

    public ChargeEntry Entry => entry;

    /// <summary>What payments and open credit have paid of it.</summary>
    public Money Paid { get; private set; }

    public Money Open => entry.Amount - Paid;

    /// <summary>Not paid in full (PS-2); whatever closes may open again when a payment is corrected.</summary>
    public bool IsOpen => Open > Money.Zero;

    internal void Pay(Money amount)
    {
        Paid += amount;
        if (Paid < Money.Zero || Paid > entry.Amount)
        {
            throw new InvalidOperationException($"Charge {number} of {entry.Amount} would be paid by {Paid}.");
        }
    }
}
