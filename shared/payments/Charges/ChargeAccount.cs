using Serverless.Payments.Amounts;

namespace Serverless.Payments.Charges;

/// <summary>
/// A participant's charges and payments, as the events leave them. Every figure comes from the fold, and none is stored.
/// There is open credit only while no charge is open (PS-3).
/// </summary>
/// <param name="participant">The client.</param>
public sealed class ChargeAccount(string participant)
{
    private readonly List<ParticipantCharge> charges = [];
    private readonly List<ParticipantPayment> payments = [];
    private readonly Dictionary<DateOnly, int> sequences = [];

    public string Participant => participant;

    /// <summary>How many events there are.</summary>
    public int Version { get; private set; }

    /// <summary>The event that left it so; null where there is none.</summary>
    public ChargeEvent? Last { get; private set; }

    /// <summary>In the order of entry.</summary>
    public IReadOnlyList<ParticipantCharge> Charges => charges;

    /// <summary>In the order of entry.</summary>
    public IReadOnlyList<ParticipantPayment> Payments => payments;

    /// <summary>How often payments were corrected.</summary>
    public int Corrections { get; private set; }

    /// <summary>By charge date, then in the order of entry.</summary>
    public IEnumerable<ParticipantCharge> OldestCharges => charges.OrderBy(charge => charge.Entry.Date).ThenBy(charge => charge.Number);

    /// <summary>By posting date, then in the order of entry.</summary>
    public IEnumerable<ParticipantPayment> OldestPayments => payments.OrderBy(payment => payment.Entry.PostingDate).ThenBy(payment => payment.Number);

    public Money OpenCredit => payments.Aggregate(Money.Zero, (sum, payment) => sum + payment.OpenCredit);

    /// <summary>What is open of the charges.</summary>
    public Money Owed => charges.Aggregate(Money.Zero, (sum, charge) => sum + charge.Open);

    /// <summary>The account after these events.</summary>
    public static ChargeAccount Of(string participant, IEnumerable<ChargeEvent> events)
    {
        var account = new ChargeAccount(participant);
        foreach (var made in events)
        {
            account.Apply(made);
        }

        account.Check();
        return account;
    }

    /// <summary>The sequence that the next payment of a posting date gets.</summary>
    public int NextSeq(DateOnly postingDate) => sequences.GetValueOrDefault(postingDate) + 1;

    public void Apply(ChargeEvent made)
    {
        if (made.N != Version + 1)
        {
            throw new InvalidOperationException($"Event {made.N} of an account of charges came after event {Version}.");
        }

        if (made.Charge is { } charge)
        {
            charges.Add(new(charges.Count + 1, charge));
        }

        if (made.Payment is { } payment)
        {
            payments.Add(new(payments.Count + 1, payment, made));
            sequences[payment.PostingDate] = payment.Seq;
        }

        if (made.Correction is { } correction)
        {
            payments[correction.Payment - 1].Adjust(made, correction);
            Corrections++;
        }

        foreach (var move in made.Moves)
        {
            charges[move.Charge - 1].Pay(move.Amount);
            payments[move.Payment - 1].Allocate(move.Charge, move.Amount);
        }

        (Version, Last) = (made.N, made);
    }

    /// <summary>Asserts what must hold after every event.</summary>
    public void Check()
    {
        foreach (var payment in payments)
        {
            if (payment.Applied < Money.Zero || payment.OpenCredit < Money.Zero)
            {
                throw new InvalidOperationException($"Payment {payment.Id} of {payment.Total} has {payment.Applied} applied to charges.");
            }
        }

        if (OpenCredit > Money.Zero && Owed > Money.Zero)
        {
            throw new InvalidOperationException($"There is {OpenCredit} of open credit while {Owed} is owed (PS-3).");
        }
    }
}
