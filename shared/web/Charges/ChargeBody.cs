using System.Globalization;
using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Charges;

namespace Serverless.Web.Charges;

/// <summary>A charge to a participant.</summary>
/// <param name="Id">Names it in allocations.</param>
/// <param name="PrintPeriod">The billing period on whose statement it appears.</param>
/// <param name="Paid">What payments and open credit have paid of it.</param>
/// <param name="Open">What is left.</param>
/// <param name="Status">Open, or Closed once it is paid in full.</param>
public sealed record ChargeBody(string Id, DateOnly Date, Money Amount, string PrintPeriod, string Description, Money Paid, Money Open, string Status)
{
    public static ChargeBody Of(ParticipantCharge charge) => new(
        IdOf(charge.Number), charge.Entry.Date, charge.Entry.Amount, charge.Entry.PrintPeriod, charge.Entry.Description, charge.Paid, charge.Open, charge.IsOpen ? "Open" : "Closed");

    public static string IdOf(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A charge that was entered, and what it took of the participant's open credit (PS-3).</summary>
/// <param name="Id">Names it in allocations.</param>
/// <param name="PrintPeriod">The billing period on whose statement it appears.</param>
/// <param name="Paid">What open credit has paid of it.</param>
/// <param name="Open">What is left.</param>
/// <param name="Status">Open, or Closed where open credit has paid it in full.</param>
/// <param name="Consumed">What it took of open credit.</param>
/// <param name="ConsumedFrom">Of which payments.</param>
/// <param name="OpenCredit">What is left of the participant's open credit.</param>
/// <param name="Owed">What is open of all charges.</param>
public sealed record ChargeEntered(
    string Id,
    DateOnly Date,
    Money Amount,
    string PrintPeriod,
    string Description,
    Money Paid,
    Money Open,
    string Status,
    Money Consumed,
    IReadOnlyList<CreditConsumed> ConsumedFrom,
    Money OpenCredit,
    Money Owed)
{
    public static ChargeEntered Of(ChargeAccount account)
    {
        var body = ChargeBody.Of(account.Charges[^1]);
        var consumed = account.Last!.Moves.Select(move => new CreditConsumed(account.Payments[move.Payment - 1].Id, move.Amount));
        return new(body.Id, body.Date, body.Amount, body.PrintPeriod, body.Description, body.Paid, body.Open, body.Status, body.Paid, [.. consumed], account.OpenCredit, account.Owed);
    }
}

/// <param name="Payment">The id of the payment whose open credit was consumed.</param>
public sealed record CreditConsumed(string Payment, Money Amount);

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
/// <param name="OpenCredit">The participant's.</param>
/// <param name="Owed">What is open of all charges, whatever is listed.</param>
public sealed record ChargeList(IReadOnlyList<ChargeBody> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next, Money OpenCredit, Money Owed);
