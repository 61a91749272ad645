using Serverless.Payments.Approvals;
using Serverless.Payments.People;

namespace Serverless.Payments.MassPayments;

/// <summary>What a new mass payment is for.</summary>
/// <param name="InvoiceId">The invoice whose lines fill it; null where it is typed or uploaded.</param>
public sealed record MassPaymentDraft(string ProviderId, string ServiceId, string AidCode, string? InvoiceId = null);

/// <summary>An entry as somebody types it; dates that are left out get their defaults when it is added (KEES-4).</summary>
/// <param name="Begin">mm/dd/yyyy or ISO; null for today.</param>
/// <param name="End">The same; null for tomorrow.</param>
/// <param name="Checked">Whether its box is ticked (KEES-5).</param>
/// <param name="AidCode">Where the entry names one of its own; one that is not the page's is a fault (KEES-2).</param>
public sealed record MassEntryTexts(
    string CaseNumber,
    string ClientId,
    string NeedCategory,
    string NeedType,
    string Amount,
    string? Begin,
    string? End,
    bool Checked,
    string? AidCode = null)
{
    /// <summary>Characters of any of the texts; a hundred entries fit one transaction, however they are written.</summary>
    public const int CharsMax = 60;

    public bool Fits => All().All(text => text.Length <= CharsMax);

    /// <summary>Whether any of the texts is or holds a Social Security number.</summary>
    public bool HoldsSsn => All().Any(Ssn.IsIn);

    /// <summary>
    /// As they may be kept: without white space around them, and with a Social Security number in the wrong field masked; it is
    /// a fault there all the same, because nothing that an entry names has asterisks.
    /// </summary>
    public MassEntryTexts ToKeep() => new(
        Kept(CaseNumber), Kept(ClientId), Kept(NeedCategory), Kept(NeedType), Kept(Amount), Kept(Begin ?? ""), Kept(End ?? ""), Checked, string.IsNullOrWhiteSpace(AidCode) ? null : Kept(AidCode));

    /// <param name="n">Its number on the page.</param>
    /// <param name="today">The day on which it is added.</param>
    public MassEntry ToEntry(int n, DateOnly today)
    {
        var kept = ToKeep();
        return new(
            n,
            kept.CaseNumber,
            kept.ClientId,
            kept.NeedCategory,
            kept.NeedType,
            kept.Amount,
            string.IsNullOrEmpty(kept.Begin) ? EntryDate.Write(today) : kept.Begin,
            string.IsNullOrEmpty(kept.End) ? EntryDate.Write(today.AddDays(1)) : kept.End,
            Checked,
            kept.AidCode);
    }

    private static string Kept(string text) => Ssn.Mask(text.Trim());

    private IEnumerable<string> All() => new[] { CaseNumber, ClientId, NeedCategory, NeedType, Amount, Begin, End, AidCode }.OfType<string>();
}

/// <summary>What a command on a mass payment led to.</summary>
/// <param name="Page">As it stands now; null where it was refused.</param>
/// <param name="Refusal">Why nothing changed.</param>
public sealed record MassPaymentResult(MassPayment? Page, Refusal? Refusal)
{
    /// <summary>The entries that were added, in the order in which they were given.</summary>
    public IReadOnlyList<MassEntry> Added { get; init; } = [];

    /// <summary>What stands against an approval that was refused.</summary>
    public IReadOnlyList<MassEntryFault> Faults { get; init; } = [];

    public static MassPaymentResult Done(MassPayment page) => new(page, null);

    public static MassPaymentResult Refused(Refusal refusal) => new(null, refusal);
}
