using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>
/// Judges the lines of an invoice by what they say. People and cases are looked up when the mass payment is approved,
/// because they may change until then.
/// </summary>
public static class ReviewLines
{
    /// <param name="texts">As they stand in the file.</param>
    /// <param name="today">The day of receipt.</param>
    /// <returns>The lines with what was found, and their sum; null where a line has a fault.</returns>
    public static (IReadOnlyList<ReviewLine> Lines, Money? Total) Judge(IReadOnlyList<MassEntryTexts> texts, DateOnly today)
    {
        var read = texts.Select((line, index) => Read(index + 1, line)).ToList();
        var repeated = MassPaymentRules.FindRepeated(read.Select(line => line.Facts).OfType<MassEntryFacts>()).ToLookup(found => found.N, found => found.Fault);
        var thisMonth = new DateOnly(today.Year, today.Month, 1);
        var lines = read.Select(line => new ReviewLine(
            line.Entry.N,
            line.Entry.CaseNumber,
            line.Entry.ClientId,
            line.Entry.NeedCategory,
            line.Entry.NeedType,
            line.Entry.Amount,
            line.Entry.Begin,
            line.Entry.End,
            [.. line.Faults, .. repeated[line.Entry.N]],
            [.. NotesOf(line.Entry, thisMonth)],
            line.AidCode)).ToList();
        var isWhole = lines.All(line => line.Faults.Count == 0);
        return (lines, isWhole ? read.Aggregate(Money.Zero, (sum, line) => sum + line.Facts!.Amount) : null);
    }

    /// <summary>An invoice names the days of service itself: what is left out is a fault here, and not today as on the page (KEES-4).</summary>
    private static (MassEntry Entry, MassEntryFacts? Facts, IReadOnlyList<ValidationMessage> Faults, string? AidCode) Read(int n, MassEntryTexts texts)
    {
        // The box is not the provider's to tick, and which aid code holds is known only when the office verifies.
        var kept = texts.ToKeep();
        var entry = new MassEntry(n, kept.CaseNumber, kept.ClientId, kept.NeedCategory, kept.NeedType, kept.Amount, kept.Begin ?? "", kept.End ?? "", Checked: true);
        var (facts, faults) = MassEntryForm.Read(entry, "");
        return (entry, facts, faults, kept.AidCode);
    }

    private static IEnumerable<ValidationMessage> NotesOf(MassEntry entry, DateOnly thisMonth)
    {
        if (EntryDate.TryRead(entry.Begin, out var begin) && begin >= thisMonth)
        {
            yield return new("NOT_PREVIOUS_MONTH", "begin", string.Create(CultureInfo.InvariantCulture, $"The line begins on {EntryDate.Write(begin)}; an invoice is for the months before {thisMonth:yyyy-MM}."));
        }
    }
}
