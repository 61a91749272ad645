namespace Serverless.Payments.Charges;

/// <summary>How much an account takes; each act reads it whole.</summary>
public static class ChargeLimits
{
    public const int ChargesMax = 5_000;

    public const int PaymentsMax = 5_000;

    /// <summary>Corrections of payments.</summary>
    public const int CorrectionsMax = 5_000;

    /// <summary>Allocations that one act makes and releases; they share a row.</summary>
    public const int MovesMax = 10_000;

    public const int DescriptionCharsMax = 200;

    public const int ReasonCharsMax = 500;

    public const int FirstYear = 1900;

    public const int LastYear = 2100;
}
