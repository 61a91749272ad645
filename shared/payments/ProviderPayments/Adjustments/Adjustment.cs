using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Identity;

namespace Serverless.Payments.ProviderPayments.Adjustments;

/// <summary>A correction of a paid payment (CARE-3): so much more, or less. It is authorised by somebody else than its author, and paid by an export.</summary>
public sealed record Adjustment
{
    public required string Id { get; init; }

    /// <summary>The payment that it corrects.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The service period of that payment.</summary>
    public required string Period { get; init; }

    public required string ProviderId { get; init; }

    /// <summary>The child.</summary>
    public required string ClientId { get; init; }

    public required string ServiceCode { get; init; }

    /// <summary>Above zero where the provider gets more; never zero.</summary>
    public required Money Amount { get; init; }

    public required string Reason { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public AdjustmentStatus Status { get; init; }

    /// <summary>Rises with every act.</summary>
    public int Version { get; init; } = 1;

    public required DateTimeOffset StatusSince { get; init; }

    public string? AuthorizedBy { get; init; }

    /// <summary>The export that has stamped it.</summary>
    public string? ExportId { get; init; }

    /// <summary>The service period it was exported in, whose Paid tab shows it; null until then.</summary>
    public string? PaidIn { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<AdjustmentStatus>))]
public enum AdjustmentStatus
{
    /// <summary>Waits for somebody else's authorisation.</summary>
    New,

    /// <summary>The next export takes it.</summary>
    Authorized,

    /// <summary>Exported; final.</summary>
    Paid,

    /// <summary>Given up before it was exported; kept, and final.</summary>
    Withdrawn,
}

/// <summary>One act on an adjustment, for its history.</summary>
/// <param name="From">Null for its making.</param>
/// <param name="ActId">What makes the act itself; repeated, it has one effect.</param>
public sealed record AdjustmentMove(AdjustmentStatus? From, AdjustmentStatus To, string By, Role Role, DateTimeOffset At, string? Note, string ActId, string? ExportId = null);
