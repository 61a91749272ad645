using System.Globalization;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.Charges;

/// <summary>A payment as its account's events leave it.</summary>
/// <param name="number">Its number in the account, from 1, in the order of entry.</param>
/// <param name="entry">What was paid.</param>
/// <param name="entered">The event that entered it.</param>
public sealed class ParticipantPayment(int number, PaymentEntry entry, ChargeEvent entered)
{
    private readonly List<(int Charge, Money Amount)> allocations = [];
    private readonly List<PaymentAdjustment> adjustments = [];

    public int Number => number;

    public PaymentEntry Entry => entry;

    public DateOnly EntryDate => entered.EntryDate;

    public DateTimeOffset EnteredAt => entered.At;

    public string EnteredBy => entered.By;

    /// <summary>Posting date and sequence, which no other payment of the account has: <c>2026-11-23-1</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{entry.PostingDate:yyyy-MM-dd}-{entry.Seq}");

    /// <summary>The amount as it was entered, or as it was corrected last.</summary>
    public Money Total { get; private set; } = entry.Amount;

    /// <summary>What is applied to charges.</summary>
    public Money Applied { get; private set; }

    /// <summary>What is left for charges to come (PS-3).</summary>
    public Money OpenCredit => Total - Applied;

    /// <summary>The first one first.</summary>
    public IReadOnlyList<PaymentAdjustment> Adjustments => adjustments;

    /// <summary>What is applied to each charge, in the order in which it was; a charge may come several times.</summary>
    public IReadOnlyList<(int Charge, Money Amount)> Allocations => allocations;

    internal void Adjust(ChargeEvent by, PaymentCorrection correction)
    {
        if (correction.From != Total)
        {
            throw new InvalidOperationException($"Payment {Id} is {Total} and was corrected from {correction.From}.");
        }

        Total = correction.To;
        adjustments.Add(new(by.At, by.By, correction.Reason, correction.From, correction.To));
    }

    internal void Allocate(int charge, Money amount)
    {
        Applied += amount;
        if (amount > Money.Zero)
        {
            Add(charge, amount);
        }
        else
        {
            Release(charge, -amount);
        }
    }

    private void Add(int charge, Money amount)
    {
        if (allocations is [.., var last] && last.Charge == charge)
        {
            allocations[^1] = (charge, last.Amount + amount);
        }
        else
        {
            allocations.Add((charge, amount));
        }
    }

    /// <summary>Takes back what was applied to the charge, the newest first.</summary>
    private void Release(int charge, Money amount)
    {
        for (var index = allocations.Count - 1; index >= 0 && amount > Money.Zero; index--)
        {
            if (allocations[index].Charge != charge)
            {
                continue;
            }

            var held = allocations[index].Amount;
            var released = held < amount ? held : amount;
            amount -= released;
            if (released == held)
            {
                allocations.RemoveAt(index);
            }
            else
            {
                allocations[index] = (charge, held - released);
            }
        }

        if (amount != Money.Zero)
        {
            throw new InvalidOperationException($"Payment {Id} was to release {amount} more than it had applied to charge {charge}.");
        }
    }
}

/// <summary>A correction of a payment (PS-4).</summary>
/// <param name="To">The corrected total.</param>
public sealed record PaymentAdjustment(DateTimeOffset At, string By, string Reason, Money From, Money To);
