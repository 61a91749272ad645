using Serverless.Payments.Codes;

namespace Serverless.Samples;

/// <summary>The banks and codes that the sample agency has set up beside those that are built in (SAN-8, SAN-11).</summary>
public static class SampleValues
{
    public static IReadOnlyList<ValueEdit> All { get; } =
    [
        new(ValueTables.Banks, "BANK-1", "First Bank of Utah"),
        new(ValueTables.Banks, "BANK-2", "Wasatch Credit Union"),
        new(ValueTables.PaymentCodes, "HHO", "Home Health Overhead") { Kind = AdjustmentKind.Overhead, AllowsNegative = true },
        new(ValueTables.AdjustmentTypes, "RV", "Reversal of a write-off or adjustment") { Kind = AdjustmentKind.Other, AllowsNegative = true },
    ];
}
