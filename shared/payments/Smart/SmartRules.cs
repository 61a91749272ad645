using Serverless.Payments.Amounts;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Smart;

/// <summary>How SMART judges an instruction by its own register of vendors (KEES-6).</summary>
internal static class SmartRules
{
    /// <summary>No vendor or an inactive one rejects; an amount or dates at odds are an error; a hold withholds what is in order.</summary>
    public static (SettlementOutcome Outcome, string? Reason) Judge(SmartOrder order, SmartVendor? vendor)
    {
        if (vendor is null)
        {
            return (SettlementOutcome.Rejected, $"SMART knows no vendor {order.ProviderId}.");
        }

        if (!vendor.Active)
        {
            return (SettlementOutcome.Rejected, $"In SMART, the vendor {order.ProviderId} is inactive.");
        }

        if (Contradictions(order) is { Count: > 0 } contradictions)
        {
            return (SettlementOutcome.Error, string.Join(' ', contradictions));
        }

        return vendor.Hold
            ? (SettlementOutcome.Held, $"SMART withholds payments of {order.ProviderId}.")
            : (SettlementOutcome.Paid, null);
    }

    private static List<string> Contradictions(SmartOrder order)
    {
        var contradictions = new List<string>();
        if (order.Amount <= Money.Zero)
        {
            contradictions.Add($"SMART pays an amount above 0.00, not {order.Amount}.");
        }

        if (order.End < order.Begin)
        {
            contradictions.Add($"The need begins on {order.Begin:O}, after its end on {order.End:O}.");
        }

        return contradictions;
    }
}
