using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.ProviderPayments.Exports;

namespace Serverless.Web.ProviderPayments;

/// <summary>An export of a service period (CARE-5).</summary>
/// <param name="Period">Whose payments it takes; with them the adjustments that are authorised.</param>
/// <param name="Status">Running, or Completed when the file is there and everything in it is Paid.</param>
/// <param name="Version">Rises as it comes on; the ETag is the same number in quotes.</param>
/// <param name="Count">Payments and adjustments in the file; left out until it is written, as are the total, the hash and what is left.</param>
/// <param name="Total">The sum of their amounts; adjustments may make it negative.</param>
/// <param name="Sha256">Of the file, in lower-case hex.</param>
/// <param name="Left">Whether more was authorised than one file holds; another export takes it.</param>
public sealed record ExportBody(
    string Id,
    string Period,
    PaymentExportStatus Status,
    string StartedBy,
    DateTimeOffset StartedAt,
    int Version,
    int? Count = null,
    Money? Total = null,
    string? Sha256 = null,
    bool? Left = null,
    DateTimeOffset? CompletedAt = null)
{
    public const string Root = "/api/exports";

    public static string PathOf(string id) => $"{Root}/{id}";

    public static ExportBody Of(PaymentExportRecord export)
        => new(export.Id, export.Period, export.Status, export.By, export.CreatedAt, export.Version, export.Count, export.Total, export.Sha256, export.Left, export.CompletedAt);
}

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record ExportList(IReadOnlyList<ExportBody> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <param name="Period">The service period, such as <c>2026-11</c>.</param>
public sealed record ExportForm(string Period);
