using Serverless.Payments.Approvals;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;

namespace Serverless.Payments.Codes;

/// <summary>What an entry of a code table may be, and what may be done to it (SAN-11).</summary>
internal static class ValueRules
{
    /// <summary>Entries that a table ever had, removed ones included; a screen offers them all.</summary>
    public const int EntriesMax = 1_000;

    public const int NameCharsMax = 100;

    public static Refusal? CheckCaller(Caller caller)
        => caller.Is(Role.Admin) ? null : new(RefusalKind.Forbidden, "WRONG_ROLE", "Admins edit the code tables; ask one of them.");

    public static Refusal? CheckCode(string code) => ValueKeys.IsCode(code)
        ? null
        : Fault(RefusalKind.Malformed, new("BAD_CODE", "code", $"A code has 1 to {PaymentFactsForm.IdCharsMax} letters, digits, '-', '_' or '.'."));

    /// <summary>What stands against the edit as such; null where nothing does.</summary>
    public static Refusal? CheckForm(ValueEdit edit)
    {
        List<ValidationMessage> faults = [.. NameFaults(edit.Name)];
        var isBatchType = edit.Table == ValueTables.BatchTypes;
        var isAdjustment = edit.Table is ValueTables.AdjustmentTypes or ValueTables.PaymentCodes;
        Refuse("applyAs", edit.ApplyAs is not null && !isBatchType);
        Refuse("takeback", edit.IsTakeback is not null && !isBatchType);
        Refuse("kind", edit.Kind is not null && !isAdjustment);
        Refuse("allowsNegative", edit.AllowsNegative is not null && !isAdjustment);
        return faults.Count == 0 ? null : new(RefusalKind.Invalid, faults[0].Code, string.Join(' ', faults.Select(fault => fault.Message))) { Errors = faults };

        void Refuse(string field, bool isForeign)
        {
            if (isForeign)
            {
                faults.Add(new("NOT_OF_TABLE", field, $"The entries of {edit.Table} have no {field}; leave it out."));
            }
        }
    }

    /// <summary>What stands against the entry that an edit comes to; null where nothing does.</summary>
    /// <param name="before">The entry as it stands; null where it is made.</param>
    /// <param name="after">The entry.</param>
    /// <param name="others">Every other entry of the table.</param>
    public static Refusal? Check(ValueItem? before, ValueItem after, IEnumerable<ValueItem> others)
    {
        if (BuiltInValues.IsProtected(after) && CheckMeaning(after, BuiltInValues.Find(after.Table, after.Code)!) is { } lost)
        {
            return lost;
        }

        if (before is { IsInUse: true } && CheckUsed(before, after) is { } used)
        {
            return used;
        }

        if (after.Table == ValueTables.BatchTypes && CheckApplyAs(after) is { } fault)
        {
            return fault;
        }

        var (code, name) = (ValueKeys.Fold(after.Code), ValueKeys.Fold(after.Name));
        foreach (var other in others)
        {
            string[] taken = [ValueKeys.Fold(other.Code), ValueKeys.Fold(other.Name)];
            if (taken.Contains(name, StringComparer.Ordinal) || taken.Contains(code, StringComparer.Ordinal))
            {
                return Fault(RefusalKind.Invalid, new("NAME_TAKEN", "name", $"{other.Code} is called '{other.Name}', and people choose by code or by name, whatever the case and spaces. Choose another {(taken.Contains(name, StringComparer.Ordinal) ? "name" : "code")}."));
            }
        }

        return null;
    }

    /// <summary>What stands against removing the entry; null where nothing does.</summary>
    public static Refusal? CheckRemove(ValueItem item)
    {
        if (BuiltInValues.IsProtected(item))
        {
            return new(RefusalKind.Conflict, "CODE_PROTECTED", $"{item.Code} cannot be removed: rules of remittances depend on it.");
        }

        return item.IsInUse
            ? new(RefusalKind.Conflict, "CODE_IN_USE", $"Something was entered with {item.Code}, so it cannot be removed; retire it instead.")
            : null;
    }

    private static IEnumerable<ValidationMessage> NameFaults(string name)
    {
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > NameCharsMax)
        {
            yield return new("BAD_NAME", "name", $"A name has 1 to {NameCharsMax} characters.");
        }
        else if (CsvField.IsFormula(trimmed) || trimmed.Contains('<', StringComparison.Ordinal) || trimmed.Contains('>', StringComparison.Ordinal) || trimmed.EnumerateRunes().Any(rune => rune.Value == 0xFFFD || !FileText.IsPrintable(rune)))
        {
            yield return new("BAD_NAME", "name", "A name is plain text on one line: it begins with none of = + - @, and has no < or > in it, because it is shown in spreadsheets and on pages.");
        }
    }

    private static Refusal? CheckApplyAs(ValueItem after)
    {
        if (after.ApplyAs.Count == 0 || after.ApplyAs.Any(form => !ApplyAsForms.All.Contains(form, StringComparer.Ordinal)))
        {
            return Fault(RefusalKind.Invalid, new("BAD_APPLY_AS", "applyAs", $"Say for which forms the batch type is offered, one or more of {string.Join(", ", ApplyAsForms.All)}."));
        }

        return after.IsTakeback && after.ApplyAs is not [ApplyAsForms.Cash]
            ? Fault(RefusalKind.Invalid, new("BAD_APPLY_AS", "applyAs", $"Payments are taken back as {ApplyAsForms.Cash} alone; give that as the only form."))
            : null;
    }

    private static Refusal? CheckMeaning(ValueItem after, ValueItem builtIn)
    {
        var isKept = !after.IsRetired && after.IsTakeback == builtIn.IsTakeback && after.Kind == builtIn.Kind && builtIn.ApplyAs.All(form => after.ApplyAs.Contains(form, StringComparer.Ordinal));
        return isKept
            ? null
            : new(RefusalKind.Invalid, "CODE_PROTECTED", $"{after.Code} keeps its meaning and cannot be retired: rules of remittances depend on it. Its name can be changed; for anything else make another entry.");
    }

    /// <summary>What was entered with an entry was judged by what it meant then, and is booked by what it means.</summary>
    private static Refusal? CheckUsed(ValueItem before, ValueItem after)
    {
        var isKept = after.IsTakeback == before.IsTakeback && after.Kind == before.Kind && before.ApplyAs.ToHashSet(StringComparer.Ordinal).SetEquals(after.ApplyAs);
        var way = BuiltInValues.IsProtected(before) ? "make another" : "retire it and make another";
        return isKept ? null : new(RefusalKind.Conflict, "CODE_IN_USE", $"Something was entered with {after.Code}, so its applyAs, takeback and kind stay as they are; {way}.");
    }

    private static Refusal Fault(RefusalKind kind, ValidationMessage fault) => new(kind, fault.Code, fault.Message) { Errors = [fault] };
}
