using System.Text.Json.Serialization;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;

namespace Serverless.Web.Payments;

/// <summary>One move of a payment (UPI-7).</summary>
/// <param name="From">Null for the submission.</param>
/// <param name="Role">The role acted in.</param>
/// <param name="Reason">The note or reason given, or CAPS's; null where none was.</param>
/// <param name="OnBehalfOf">Whom they acted for, as delegate or superior; left out where for themselves.</param>
/// <param name="Via"><c>link</c> where it came by a mail's link; left out where by somebody signed in.</param>
/// <param name="Validation">What the validation at this move found.</param>
public sealed record HistoryEntry(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] PaymentStatus? From,
    PaymentStatus To,
    string By,
    Role Role,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Reason,
    IReadOnlyList<ValidationMessage> Validation,
    string? OnBehalfOf = null,
    string? Via = null)
{
    public static HistoryEntry Of(PaymentMove move) => new(move.From, move.To, move.By, move.Role, move.At, move.Reason, move.Validation, move.OnBehalfOf, move.Via);
}
