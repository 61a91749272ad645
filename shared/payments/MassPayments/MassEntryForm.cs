using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Codes;
using Serverless.Payments.Directory;
using Serverless.Payments.People;

namespace Serverless.Payments.MassPayments;

/// <summary>Reads an entry's texts; every fault is told, not the first alone (KEES-6).</summary>
public static class MassEntryForm
{
    private const int ShownCharsMax = 60;

    /// <param name="entry">As it was typed.</param>
    /// <param name="aidCode">The page's aid code.</param>
    /// <returns>What the entry asks for, or null and what is wrong with it.</returns>
    public static (MassEntryFacts? Facts, IReadOnlyList<ValidationMessage> Faults) Read(MassEntry entry, string aidCode)
    {
        var faults = new List<ValidationMessage>();
        CheckPage(entry, aidCode, faults);
        CheckIds(entry, faults);
        CheckNeed(entry, faults);
        var amount = ReadAmount(entry.Amount, faults);
        var begin = ReadDate("begin", entry.Begin, faults);
        var end = ReadDate("end", entry.End, faults);
        if (begin is { } from && end is { } to && to < from)
        {
            faults.Add(new("END_BEFORE_BEGIN", "end", $"The entry ends on {EntryDate.Write(to)}, before it begins on {EntryDate.Write(from)}."));
        }

        return faults.Count > 0
            ? (null, faults)
            : (new(entry.N, entry.CaseNumber, entry.ClientId, entry.NeedCategory, entry.NeedType, amount!.Value, begin!.Value, end!.Value), []);
    }

    /// <summary>
    /// What an entry asks for as far as others can be compared with it: whose, which need, and over which days, whatever else
    /// is wrong with it. Null where that cannot be read.
    /// </summary>
    public static MassEntryFacts? ReadNeed(MassEntry entry)
        => Client.IsId(entry.ClientId)
            && CodeTables.NeedTypes.Find(entry.NeedType) is not null
            && EntryDate.TryRead(entry.Begin, out var begin)
            && EntryDate.TryRead(entry.End, out var end)
            && begin <= end
            ? new(entry.N, entry.CaseNumber, entry.ClientId, entry.NeedCategory, entry.NeedType, Money.TryParse(entry.Amount, out var amount) ? amount : Money.Zero, begin, end)
            : null;

    private static void CheckPage(MassEntry entry, string aidCode, List<ValidationMessage> faults)
    {
        if (!entry.Checked)
        {
            faults.Add(new("UNTICKED", "checked", "The entry's box is not ticked. Tick it, or remove the entry."));
        }

        if (entry.AidCode is { } own && own != aidCode)
        {
            faults.Add(new("SECOND_AID_CODE", "aidCode", $"The page has the aid code {aidCode}, which holds for every entry; this one names {Shown(own)}. Make a mass payment of its own for it."));
        }
    }

    private static void CheckIds(MassEntry entry, List<ValidationMessage> faults)
    {
        if (!PaymentFactsForm.IsId(entry.CaseNumber))
        {
            faults.Add(new("BAD_CASE_NUMBER", "caseNumber", $"A case number has 1 to {PaymentFactsForm.IdCharsMax} letters, digits, '-', '_' or '.'."));
        }

        if (!Client.IsId(entry.ClientId))
        {
            // What was typed is not repeated: nine digits may be somebody's Social Security number.
            faults.Add(new("BAD_CLIENT_ID", "clientId", "A client id has ten digits."));
        }
    }

    private static void CheckNeed(MassEntry entry, List<ValidationMessage> faults)
    {
        var category = CodeTables.NeedCategories.Find(entry.NeedCategory);
        if (category is null)
        {
            faults.Add(new("UNKNOWN_NEED_CATEGORY", "needCategory", $"There is no need category {Shown(entry.NeedCategory)}; there are {Names(CodeTables.NeedCategories.Entries)}."));
        }

        if (CodeTables.NeedTypes.Find(entry.NeedType) is not { } type)
        {
            faults.Add(new("UNKNOWN_NEED_TYPE", "needType", $"There is no need type {Shown(entry.NeedType)}; there are {Names(CodeTables.NeedTypes.Entries.Where(known => category is null || known.Within == category.Code))}."));
        }
        else if (category is not null && type.Within != category.Code)
        {
            faults.Add(new("TYPE_OF_OTHER_CATEGORY", "needType", $"{type.Code} belongs to the category {type.Within}, not to {category.Code}."));
        }
    }

    private static Money? ReadAmount(string text, List<ValidationMessage> faults)
    {
        if (!Money.TryParse(text, out var amount))
        {
            faults.Add(new("BAD_AMOUNT", "amount", $"An amount is a number of dollars with at most two decimals, such as 125.50, not {Shown(text)}."));
            return null;
        }

        if (amount <= Money.Zero)
        {
            faults.Add(new("AMOUNT_NOT_POSITIVE", "amount", $"An amount is above zero, not {amount}."));
        }

        return amount;
    }

    private static DateOnly? ReadDate(string field, string text, List<ValidationMessage> faults)
    {
        if (EntryDate.TryRead(text, out var date))
        {
            return date;
        }

        faults.Add(new("BAD_DATE", field, $"{Shown(text)} is no day of the calendar; write it as mm/dd/yyyy or 2026-11-25."));
        return null;
    }

    private static string Names(IEnumerable<CodeEntry> entries) => string.Join(", ", entries.Select(entry => entry.Code));

    private static string Shown(string text) => Ssn.Mask(text) is var masked && masked.Length > ShownCharsMax ? $"'{masked[..ShownCharsMax]}…'" : $"'{masked}'";
}
