using Serverless.Payments.Amounts;

namespace Serverless.Payments.Ledger;

/// <summary>A balanced entry with all its legs (ALL-1); written once, in the transaction of the move that caused it.</summary>
public sealed record JournalEntry
{
    /// <exception cref="ArgumentException">The legs do not add up to zero.</exception>
    public JournalEntry(string paymentId, int move, DateTimeOffset at, string memo, IReadOnlyList<Leg> legs)
    {
        var sum = legs.Aggregate(Money.Zero, (total, leg) => total + leg.Amount);
        if (sum != Money.Zero || legs.Count < 2)
        {
            throw new ArgumentException($"The entry '{memo}' of payment {paymentId} has {legs.Count} legs that add up to {sum}, not to 0.00.", nameof(legs));
        }

        PaymentId = paymentId;
        Move = move;
        At = at;
        Memo = memo;
        Legs = legs;
    }

    /// <summary>The payment, the mass payment or its payment request that the money is for.</summary>
    public string PaymentId { get; }

    /// <summary>The number of the move in the payment's history; with the payment it keys the entry.</summary>
    public int Move { get; }

    public DateTimeOffset At { get; }

    public string Memo { get; }

    public IReadOnlyList<Leg> Legs { get; }
}
