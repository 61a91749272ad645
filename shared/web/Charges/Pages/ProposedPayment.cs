using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Charges;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Charges.Pages;

/// <summary>A payment before it is saved: as typed, and where it would go (PS-1, PS-2).</summary>
/// <param name="Form">As typed.</param>
/// <param name="Proposal">By the numbers of charges; null where none was asked for.</param>
public sealed record ProposedPayment(TypedForm Form, IReadOnlyDictionary<int, Money>? Proposal)
{
    /// <summary>The field of a charge's allocation.</summary>
    public static string FieldOf(int charge) => string.Create(CultureInfo.InvariantCulture, $"allocation-{charge}");

    /// <summary>What stands in the field of a charge's allocation.</summary>
    public string TextOf(int charge) => Proposal is { } proposal
        ? proposal.TryGetValue(charge, out var amount) ? AmountText.Show(amount) : ""
        : Form.Value(FieldOf(charge));

    /// <summary>
    /// To the oldest charges first, as far as the amount goes; saving it without a word about charges does the same. Nothing is
    /// proposed where it goes further than the charges that are shown: by hand it could only be refused, and saved without a word it is right.
    /// </summary>
    public static IReadOnlyDictionary<int, Money> OldestFirst(ChargeAccount account, Money amount)
    {
        var (left, proposal) = (amount, new Dictionary<int, Money>());
        foreach (var (index, charge) in account.OldestCharges.Where(charge => charge.IsOpen).TakeWhile(_ => left > Money.Zero).Index())
        {
            if (index == AccountModel.ChargesMax)
            {
                return new Dictionary<int, Money>();
            }

            var applied = left < charge.Open ? left : charge.Open;
            proposal[charge.Number] = applied;
            left -= applied;
        }

        return proposal;
    }

    /// <summary>What was typed for single charges; none where all of it was left empty, which is oldest first.</summary>
    public static IReadOnlyList<HandAllocation> Read(ChargeAccount account, FormFields fields, TypedForm typed)
        => [.. account.Charges
            .Where(charge => fields.Text(FieldOf(charge.Number)) is not null)
            .Select(charge => new HandAllocation(charge.Number.ToString(CultureInfo.InvariantCulture), typed.Amount(FieldOf(charge.Number))))
            .Where(allocation => allocation.Amount != Money.Zero)];

    /// <summary>The refusal with the fields of this form: it counts allocations, and the form names charges.</summary>
    public static Refusal ByField(Refusal refusal, IReadOnlyList<HandAllocation> hand) => refusal with
    {
        Errors = [.. refusal.Errors.Select(error => IndexOf(error.Field) is { } index && index < hand.Count ? error with { Field = $"allocation-{hand[index].Charge}" }
            : error.Field == "form" ? error with { Field = "paidBy" }
            : error)],
    };

    private static int? IndexOf(string field)
        => field.StartsWith("allocations[", StringComparison.Ordinal) && int.TryParse(field.AsSpan("allocations[".Length, field.IndexOf(']', StringComparison.Ordinal) - "allocations[".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
}
