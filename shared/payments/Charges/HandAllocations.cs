using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;

namespace Serverless.Payments.Charges;

/// <summary>What somebody may distribute by hand (PS-2): among open charges, at most what is open, and into open credit only what no charge needs (PS-3).</summary>
internal static class HandAllocations
{
    /// <summary>The charge's number; 0 where the text names none.</summary>
    public static int NumberOf(string charge) => int.TryParse(charge, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static Refusal? Check(ChargeAccount account, PayCommand command)
    {
        var seen = new HashSet<int>();
        var sum = Money.Zero;
        foreach (var (index, allocation) in command.Allocations.Index())
        {
            var number = NumberOf(allocation.Charge);
            if (number < 1 || number > account.Charges.Count)
            {
                return Fault(index, "charge", "UNKNOWN_CHARGE", "The account has no such charge; GET …/charges?open=true lists those that are open.");
            }

            if (!seen.Add(number))
            {
                return Fault(index, "charge", "DUPLICATE_CHARGE", $"Charge {number} is named twice; give its allocation as one amount.");
            }

            if (CheckAmount(index, account.Charges[number - 1], allocation.Amount) is { } refusal)
            {
                return refusal;
            }

            sum += allocation.Amount;
        }

        if (sum > command.Amount)
        {
            return ChargeForm.Invalid("ALLOCATIONS_ABOVE_PAYMENT", "allocations", $"The allocations come to {sum}, and the payment is {command.Amount}.");
        }

        var open = account.Owed - sum;
        return sum < command.Amount && open > Money.Zero
            ? ChargeForm.Invalid("CREDIT_WHILE_OPEN", "allocations", $"{command.Amount - sum} of the payment would become open credit while {open} of the charges stays open. Allocate it to them.")
            : null;
    }

    private static Refusal? CheckAmount(int index, ParticipantCharge charge, Money amount)
    {
        if (amount <= Money.Zero)
        {
            return Fault(index, "amount", "AMOUNT_NOT_POSITIVE", $"An allocation is above 0.00, not {amount}; leave out the charges that get nothing.");
        }

        if (!charge.IsOpen)
        {
            return Fault(index, "charge", "CHARGE_CLOSED", $"Charge {charge.Number} is paid in full and takes no more.");
        }

        return amount > charge.Open ? Fault(index, "amount", "ALLOCATION_ABOVE_CHARGE", $"{charge.Open} of charge {charge.Number} is open, and {amount} was allocated to it.") : null;
    }

    private static Refusal Fault(int index, string field, string code, string message)
        => ChargeForm.Invalid(code, string.Create(CultureInfo.InvariantCulture, $"allocations[{index}].{field}"), message);
}
