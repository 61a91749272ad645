using Serverless.Payments.Approvals;

namespace Serverless.Payments.Codes;

/// <summary>What was done to an entry of a code table, or came of asking for it.</summary>
/// <param name="Item">As it stands now, or stood last where it was removed; null where the request was refused.</param>
/// <param name="Refusal">Why nothing changed.</param>
public sealed record ValueResult(ValueItem? Item, Refusal? Refusal)
{
    public static ValueResult Done(ValueItem item) => new(item, null);

    public static ValueResult Refused(Refusal refusal) => new(null, refusal);
}
