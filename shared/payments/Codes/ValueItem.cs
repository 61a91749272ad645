using System.Text.Json.Serialization;

namespace Serverless.Payments.Codes;

/// <summary>An entry of a code table that an admin edits (SAN-11): a bank, a batch type, an adjustment type or a payment code.</summary>
/// <param name="Table">One of <see cref="ValueTables"/>.</param>
/// <param name="Code">What is chosen and stored: <c>BANK-1</c>, <c>TB</c>, <c>CO</c>, <c>HHO</c>.</param>
/// <param name="Name">In words: <c>Take Back</c>.</param>
public sealed record ValueItem(string Table, string Code, string Name)
{
    public int Version { get; init; } = 1;

    /// <summary>No longer offered; what was entered with it stands.</summary>
    public bool IsRetired { get; init; }

    /// <summary>Something was entered with it, so that it can be retired and no longer be removed, and keeps what it means: forms, takeback and kind.</summary>
    public bool IsInUse { get; init; }

    /// <summary>For a batch type: the forms of <c>apply as</c> that it is offered for (SAN-2).</summary>
    public IReadOnlyList<string> ApplyAs { get; init; } = [];

    /// <summary>For a batch type: payments are taken back with it (SAN-7).</summary>
    public bool IsTakeback { get; init; }

    /// <summary>For an adjustment type or payment code.</summary>
    public AdjustmentKind Kind { get; init; } = AdjustmentKind.Other;

    /// <summary>For an adjustment type or payment code: it may carry a negative adjustment (SAN-8).</summary>
    public bool AllowsNegative { get; init; }
}

/// <summary>The code tables that an admin edits.</summary>
public static class ValueTables
{
    public const string Banks = "banks";
    public const string BatchTypes = "batch-types";
    public const string AdjustmentTypes = "adjustment-types";
    public const string PaymentCodes = "payment-codes";

    /// <summary>The adjustment type that balances are written off with (SAN-9).</summary>
    public const string WriteOff = "WO";

    public static IReadOnlyList<string> All { get; } = [Banks, BatchTypes, AdjustmentTypes, PaymentCodes];
}

/// <summary>What an adjustment is; decides the account that it is booked to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdjustmentKind>))]
public enum AdjustmentKind
{
    /// <summary>Any other reason.</summary>
    Other,

    /// <summary>The payer owes less by contract.</summary>
    Contractual,

    /// <summary>Nobody will pay it.</summary>
    WriteOff,

    /// <summary>Paid on top of what was billed (SAN-8); a negative adjustment.</summary>
    Overhead,
}
