using System.Text.Json.Serialization;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>Where a provider's invoice stands on its way to Operations (KEES-8); no status is ever entered twice.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReviewStatus>))]
public enum ReviewStatus
{
    /// <summary>Waits for the local office.</summary>
    Received,

    /// <summary>Found right and routed to Operations, whose draft is filled from it; final.</summary>
    Verified,

    /// <summary>Found wrong; waits for the provider's corrected invoice.</summary>
    Returned,

    /// <summary>Another invoice corrects it; kept, and final.</summary>
    Superseded,
}

public static class ReviewStatuses
{
    public static IReadOnlyList<ReviewStatus> All { get; } = Enum.GetValues<ReviewStatus>();

    public static bool IsFinal(this ReviewStatus status) => status is ReviewStatus.Verified or ReviewStatus.Superseded;
}
