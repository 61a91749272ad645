using Serverless.Payments.Amounts;
using Serverless.Payments.Smart;

namespace Serverless.Local.Tests;

/// <summary>What SMART is told to pay to a vendor of the sample agency.</summary>
internal static class SmartRequest
{
    public const decimal Amount = 75.50m;

    public static SmartInstruction Of(string key) => new(key, new SmartOrder(
        "P-200", "P-200-SV", "1000000001", "C-1", "ET", "Transportation", "Bus pass", Money.Of(Amount), new DateOnly(2026, 11, 22), new DateOnly(2026, 11, 23)));
}
