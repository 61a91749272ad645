using Serverless.Payments.Codes;

namespace Serverless.Web.Codes;

/// <summary>An entry of a code table. What stands behind within is said of entries that an admin edits (SAN-11), and left out for others.</summary>
/// <param name="Code">What is chosen and stored.</param>
/// <param name="Meaning">What it is for, in words; of an entry that is edited, its name.</param>
/// <param name="Within">For a need type: the category that it belongs to.</param>
/// <param name="Name">In words.</param>
/// <param name="Version">Rises with every change; the ETag is the same number in quotes.</param>
/// <param name="Retired">No longer offered; what was entered with it stands.</param>
/// <param name="InUse">Something was entered with it, so that it can be retired and not removed.</param>
/// <param name="ApplyAs">For a batch type: the forms that it is offered for.</param>
/// <param name="Takeback">For a batch type: payments are taken back with it.</param>
/// <param name="Kind">For an adjustment type or payment code: Other, Contractual, WriteOff or Overhead.</param>
/// <param name="AllowsNegative">For an adjustment type or payment code: it may carry a negative adjustment.</param>
public sealed record CodeItemBody(
    string Code,
    string Meaning,
    string? Within = null,
    string? Name = null,
    int? Version = null,
    bool? Retired = null,
    bool? InUse = null,
    IReadOnlyList<string>? ApplyAs = null,
    bool? Takeback = null,
    AdjustmentKind? Kind = null,
    bool? AllowsNegative = null)
{
    public static CodeItemBody Of(CodeEntry entry) => new(entry.Code, entry.Meaning, entry.Within);

    public static CodeItemBody Of(ValueItem item)
    {
        var isBatchType = item.Table == ValueTables.BatchTypes;
        var isAdjustment = item.Table is ValueTables.AdjustmentTypes or ValueTables.PaymentCodes;
        return new(
            item.Code,
            item.Name,
            Name: item.Name,
            Version: item.Version,
            Retired: item.IsRetired,
            InUse: item.IsInUse,
            ApplyAs: isBatchType ? item.ApplyAs : null,
            Takeback: isBatchType ? item.IsTakeback : null,
            Kind: isAdjustment ? item.Kind : null,
            AllowsNegative: isAdjustment ? item.AllowsNegative : null);
    }
}
