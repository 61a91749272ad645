using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Caps;

namespace Serverless.Payments.Tests.Caps;

/// <summary>A contract and a payment that agree, to be changed by each test where it matters.</summary>
internal static class Sample
{
    public static CapsContract Contract { get; } = new(
        "P-100", "SLN", Money.Of(25.00m), new DateOnly(2025, 1, 1), new DateOnly(2035, 12, 31), Active: true);

    public static PaymentFacts Facts { get; } = new(
        "P-100", "1000000001", "SLN", Units.Of(10), Money.Of(25.00m), Money.Of(250.00m), new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 6));

    public static CapsInstruction Instruction(string key) => new(key, Facts);
}
