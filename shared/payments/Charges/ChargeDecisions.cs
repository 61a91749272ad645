using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.People;

namespace Serverless.Payments.Charges;

/// <summary>What comes of an act, given the account as it stands (PS-1 to PS-4): the event, or why not. Nothing is read and nothing changed here.</summary>
public static class ChargeDecisions
{
    /// <summary>A charge. It consumes open credit first, that of the oldest payments before that of newer ones (PS-3).</summary>
    public static Decided Charge(ChargeAccount account, ChargeCommand command, Act act)
    {
        if (ChargeForm.Check(command) is { } refusal)
        {
            return new(null, refusal);
        }

        if (account.Charges.Count >= ChargeLimits.ChargesMax)
        {
            return Full("charges", ChargeLimits.ChargesMax);
        }

        var moves = Allocating.Apply(Credits(account), [(account.Charges.Count + 1, command.Amount)]);
        return Done(Event(account, act, moves) with { Charge = new(command.Date, command.Amount, command.PrintPeriod, Ssn.Mask(command.Description.Trim())) });
    }

    /// <summary>A payment. It goes to the oldest charges first, or as it was distributed by hand; the excess becomes open credit (PS-1 to PS-3).</summary>
    public static Decided Pay(ChargeAccount account, PayCommand command, Act act)
    {
        if (ChargeForm.Check(command) is { } refusal)
        {
            return new(null, refusal);
        }

        if (account.Payments.Count >= ChargeLimits.PaymentsMax)
        {
            return Full("payments", ChargeLimits.PaymentsMax);
        }

        var number = account.Payments.Count + 1;
        if (command.Allocations.Count > 0 && HandAllocations.Check(account, command) is { } misplaced)
        {
            return new(null, misplaced);
        }

        var moves = command.Allocations.Count > 0
            ? command.Allocations.Select(allocation => new AllocationMove(number, HandAllocations.NumberOf(allocation.Charge), allocation.Amount))
            : Allocating.Apply([(number, command.Amount)], Opens(account));
        return Done(Event(account, act, moves) with { Payment = new(command.Form, command.Amount, command.PostingDate, account.NextSeq(command.PostingDate)) });
    }

    /// <summary>
    /// Corrects a payment's total (PS-4). What it has less comes from its unspent open credit first, then from its newest allocations;
    /// what it has more goes to the oldest charges. Charges that open again consume the open credit of other payments.
    /// </summary>
    public static Decided Adjust(ChargeAccount account, AdjustCommand command, Act act)
    {
        if (ChargeForm.Check(command) is { } refusal)
        {
            return new(null, refusal);
        }

        var (payment, missed) = PaymentAddress.Find(account, command.Payment, command.PostingDate);
        if (payment is null)
        {
            return new(null, missed);
        }

        if (command.Amount == payment.Total)
        {
            return new(null, ChargeForm.Invalid("NO_CHANGE", "amount", $"Payment {payment.Id} is {payment.Total} already. Give the total that it should be."));
        }

        if (account.Corrections >= ChargeLimits.CorrectionsMax)
        {
            return Full("corrections of payments", ChargeLimits.CorrectionsMax);
        }

        List<AllocationMove> moves = [.. command.Amount > payment.Total ? Allocating.Apply([(payment.Number, command.Amount - payment.Total)], Opens(account)) : Lowered(account, payment, payment.Total - command.Amount)];
        return moves.Count > ChargeLimits.MovesMax
            ? new(null, new(RefusalKind.Conflict, "TOO_LARGE", $"The correction would move {moves.Count} allocations, and one act moves {ChargeLimits.MovesMax}. Correct the payment in several steps."))
            : Done(Event(account, act, moves) with { Correction = new(payment.Number, payment.Total, command.Amount, Ssn.Mask(command.Reason.Trim())) });
    }

    private static IEnumerable<AllocationMove> Lowered(ChargeAccount account, ParticipantPayment payment, Money less)
    {
        var fromCredit = payment.OpenCredit < less ? payment.OpenCredit : less;
        var released = new List<AllocationMove>();
        var left = less - fromCredit;
        for (var index = payment.Allocations.Count - 1; left > Money.Zero; index--)
        {
            var (charge, held) = payment.Allocations[index];
            var amount = held < left ? held : left;
            released.Add(new(payment.Number, charge, -amount));
            left -= amount;
        }

        var reopened = released.GroupBy(move => move.Charge).ToDictionary(moves => moves.Key, moves => moves.Aggregate(Money.Zero, (sum, move) => sum - move.Amount));
        var opens = account.OldestCharges.Select(charge => (charge.Number, charge.Open + reopened.GetValueOrDefault(charge.Number)));
        return released.Concat(Allocating.Apply(Credits(account).Where(credit => credit.Payment != payment.Number), opens));
    }

    private static IEnumerable<(int Payment, Money Amount)> Credits(ChargeAccount account) => account.OldestPayments.Select(payment => (payment.Number, payment.OpenCredit));

    private static IEnumerable<(int Charge, Money Open)> Opens(ChargeAccount account) => account.OldestCharges.Select(charge => (charge.Number, charge.Open));

    private static Decided Full(string what, int max) => new(null, new(RefusalKind.Conflict, "ACCOUNT_FULL", string.Create(CultureInfo.InvariantCulture, $"The account has {max} {what}, and takes no more.")));

    private static ChargeEvent Event(ChargeAccount account, Act act, IEnumerable<AllocationMove> moves) => new(account.Version + 1, act.By, act.At, act.Today, [.. moves]);

    private static Decided Done(ChargeEvent made) => new(made, null);
}

/// <summary>Who acts, and when.</summary>
/// <param name="Today">The agency's date.</param>
public sealed record Act(string By, DateTimeOffset At, DateOnly Today);
