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

    public bool Fits => new[] { CaseNumber, ClientId, NeedCategory, NeedType, Amount, Begin, End, AidCode }.All(text => text is null || text.Length <= CharsMax);

    /// <param name="n">Its number on the page.</param>
    /// <param name="today">The day on which it is added.</param>
    public MassEntry ToEntry(int n, DateOnly today) => new(
        n,
        Masked(CaseNumber.Trim()),
        Masked(ClientId.Trim()),
        NeedCategory.Trim(),
        NeedType.Trim(),
        Amount.Trim(),
        string.IsNullOrWhiteSpace(Begin) ? EntryDate.Write(today) : Begin.Trim(),
        string.IsNullOrWhiteSpace(End) ? EntryDate.Write(today.AddDays(1)) : End.Trim(),
        Checked,
        string.IsNullOrWhiteSpace(AidCode) ? null : AidCode.Trim());

    /// <summary>A Social Security number in the wrong field is not kept; it is a fault in either, masked or not.</summary>
    private static string Masked(string text) => Ssn.TryParse(text, out var ssn) ? ssn.ToString() : text;
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
