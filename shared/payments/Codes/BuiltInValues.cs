using Serverless.Payments.Remittances;

namespace Serverless.Payments.Codes;

/// <summary>
/// The entries that every installation has from the start. They stand in no row until somebody changes one, so that an
/// installation that is older than an entry has it, too.
/// </summary>
public static class BuiltInValues
{
    /// <summary>The batch type that payments are taken back with (SAN-7).</summary>
    public const string Takeback = "TB";

    private static readonly ValueItem[] Entries =
    [
        BatchType("CHECK", "Check", ApplyAsForms.Cash, ApplyAsForms.AccountCash),
        BatchType("EFT", "Electronic Transfer", ApplyAsForms.Cash, ApplyAsForms.AccountCash),
        BatchType(Takeback, "Take Back", ApplyAsForms.Cash) with { IsTakeback = true },
        BatchType("DENIAL", "Denial", ApplyAsForms.Cash, ApplyAsForms.Adjustment, ApplyAsForms.AccountCash),
        BatchType("ADJ", "Adjustment", ApplyAsForms.Adjustment),
        BatchType(ValueTables.WriteOff, "Write-off", ApplyAsForms.Cash, ApplyAsForms.Adjustment),
        new(ValueTables.AdjustmentTypes, "CO", "Contractual") { Kind = AdjustmentKind.Contractual },
        new(ValueTables.AdjustmentTypes, "OA", "Other adjustment"),
        new(ValueTables.AdjustmentTypes, "PI", "Payer initiated reduction"),
        new(ValueTables.AdjustmentTypes, ValueTables.WriteOff, "Write Off") { Kind = AdjustmentKind.WriteOff },
    ];

    /// <summary>Those of a table, in the order in which they are offered.</summary>
    public static IEnumerable<ValueItem> Of(string table) => Entries.Where(entry => entry.Table == table);

    /// <summary>The entry, or null where none of that code is built in.</summary>
    public static ValueItem? Find(string table, string code) => Array.Find(Entries, entry => entry.Table == table && entry.Code == code);

    /// <summary>Whether rules depend on the entry, so that it keeps its meaning and stays.</summary>
    public static bool IsProtected(ValueItem item) => item.Code is Takeback or ValueTables.WriteOff && Find(item.Table, item.Code) is not null;

    private static ValueItem BatchType(string code, string name, params string[] applyAs) => new(ValueTables.BatchTypes, code, name) { ApplyAs = applyAs };
}
