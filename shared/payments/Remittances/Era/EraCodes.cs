using Serverless.Payments.Codes;

namespace Serverless.Payments.Remittances.Era;

/// <summary>The codes that a batch from a file is made with.</summary>
internal sealed class EraCodes(IReadOnlyList<ValueItem> items, EraFaults faults)
{
    public const string Check = "CHECK";
    public const string Transfer = "EFT";
    public const string Denial = "DENIAL";
    public const string Takeback = "TB";

    /// <summary>The batch type of a check; null, and a fault, where it is not offered.</summary>
    public ValueItem? TypeOf(EraCheck check, bool isTakeback)
    {
        var code = isTakeback ? Takeback : check.Method switch
        {
            EraMethod.Check => Check,
            EraMethod.None => Denial,
            _ => Transfer,
        };
        var type = items.FirstOrDefault(item => item.Table == ValueTables.BatchTypes && item.Code == code);
        if (type is null || type.IsRetired || !type.ApplyAs.Contains(ApplyAsForms.Cash) || type.IsTakeback != isTakeback)
        {
            var kind = isTakeback ? "that takes payments back" : "that takes none back";
            faults.Add(check.Segment, "BPR", 4, "NO_BATCH_TYPE", $"It needs a batch type {code}, not retired, offered for {ApplyAsForms.Cash}, {kind}, and the value items have none. Ask an admin to enter it.");
            return null;
        }

        return type;
    }

    /// <summary>The adjustment type of a group; null, and a fault, where it cannot be used for that.</summary>
    public ValueItem? TypeOf(EraAdjustment adjustment)
    {
        var type = items.FirstOrDefault(item => item.Table == ValueTables.AdjustmentTypes && item.Code == adjustment.Group);
        if (type is null || type.IsRetired)
        {
            faults.Add(adjustment.Segment, "CAS", 1, "NO_ADJUSTMENT_TYPE", $"The adjustment types have no {adjustment.Group}{(type is null ? "" : " that is not retired")}. Ask an admin to enter it.");
            return null;
        }

        if (adjustment.Amount < Amounts.Money.Zero && !type.AllowsNegative)
        {
            faults.Add(adjustment.Segment, "CAS", adjustment.Element, "NEGATIVE_ADJUSTMENT", $"The amount is {adjustment.Amount}, and the adjustment type {type.Code} allows none below zero. Ask an admin to allow it, or enter this claim by hand.");
            return null;
        }

        return type;
    }
}
