using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;

namespace Serverless.Web.MassPayments;

/// <summary>A mass payment without its entries.</summary>
/// <param name="ServiceId">The provider's service of type Smart Vendor (KEES-1).</param>
/// <param name="AidCode">Of all entries (KEES-2).</param>
/// <param name="Version">Rises with every change of the page or an entry; the ETag is the same number in quotes.</param>
/// <param name="Count">Entries on the page.</param>
/// <param name="ApprovedAt">When it was approved, and each of its payment requests authorised for SMART.</param>
/// <param name="Total">The sum of its entries; left out until it is approved.</param>
/// <param name="InvoiceId">The provider's invoice that filled it; left out where it was typed or uploaded.</param>
/// <param name="Refused">Why the last approval was refused; left out where none was.</param>
public record MassPaymentBody(
    string Id,
    string ProviderId,
    string ServiceId,
    string AidCode,
    MassPaymentStatus Status,
    int Version,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    int Count,
    string? ProviderName = null,
    string? ApprovedBy = null,
    DateTimeOffset? ApprovedAt = null,
    Money? Total = null,
    string? InvoiceId = null,
    RefusedApprovalBody? Refused = null)
{
    public static string PathOf(string id) => $"/api/mass-payments/{id}";

    public static MassPaymentBody Of(MassPayment page, string? providerName) => new(
        page.Id,
        page.ProviderId,
        page.ServiceId,
        page.AidCode,
        page.Status,
        page.Version,
        page.CreatedBy,
        page.CreatedAt,
        page.Entries,
        providerName,
        page.Status == MassPaymentStatus.Approved ? page.ApprovedBy : null,
        page.ApprovedAt,
        page.Total,
        page.InvoiceId,
        page.Refused is { } refused ? new(refused.Faults, refused.At, refused.By, refused.Version) : null);
}

/// <param name="Faults">How many there were.</param>
/// <param name="Version">The page's when it was refused; the faults were of the entries as they were then.</param>
public sealed record RefusedApprovalBody(int Faults, DateTimeOffset At, string By, int Version);

/// <summary>A mass payment with its entries, or a page of them.</summary>
public sealed record MassPaymentWithEntries : MassPaymentBody
{
    private MassPaymentWithEntries(MassPaymentBody page)
        : base(page)
    {
    }

    /// <summary>What stands against the page as a whole, found by the last approval where nothing was changed since.</summary>
    public IReadOnlyList<ValidationMessage> Faults { get; init; } = [];

    /// <summary>In the order of their numbers. An answer to a change leaves them out where there are more than 500.</summary>
    public IReadOnlyList<MassEntryBody>? Entries { get; init; }

    /// <summary>After an upload: how many entries have faults.</summary>
    public int? Faulty { get; init; }

    /// <summary>To be sent as <c>after</c> for the entries that follow; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? Next { get; init; }

    public static MassPaymentWithEntries Of(MassPaymentBody page) => new(page);
}

/// <summary>Mass payments, the oldest first.</summary>
/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record MassPaymentList(IReadOnlyList<MassPaymentBody> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
