using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>An export of a service period (CARE-5): what it has taken is in its file, and is Paid when it is completed.</summary>
public sealed record PaymentExportRecord
{
    public required string Id { get; init; }

    /// <summary>The service period whose payments it takes, for example <c>2026-11</c>; with them the adjustments of this period and of earlier ones.</summary>
    public required string Period { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public PaymentExportStatus Status { get; init; }

    /// <summary>Payments and adjustments in the file; null until it is written, as are the three below.</summary>
    public int? Count { get; init; }

    /// <summary>The sum of their amounts; adjustments may make it negative.</summary>
    [JsonConverter(typeof(TotalJsonConverter))]
    public Money? Total { get; init; }

    /// <summary>Of the file, in lower-case hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether it ended before the lists did, because a file holds no more; what is left waits for the next export.</summary>
    public bool? Left { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Rises with every change.</summary>
    public int Version { get; init; } = 1;
}

[JsonConverter(typeof(JsonStringEnumConverter<PaymentExportStatus>))]
public enum PaymentExportStatus
{
    /// <summary>It takes, writes or pays.</summary>
    Running,

    /// <summary>The file is there and everything in it is Paid; final.</summary>
    Completed,
}
