using System.Text.Json.Serialization;

namespace Serverless.Payments.ProviderPayments;

/// <summary>The second axis of a provider payment: how far the agency is with it (CARE-1).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProviderPaymentStatus>))]
public enum ProviderPaymentStatus
{
    New,

    /// <summary>Back at the agency: signed by the parent, or marked by hand where it came on paper.</summary>
    Received,

    /// <summary>Reviewed, with the amount calculated; money is set aside, and the next export takes it.</summary>
    Authorized,

    /// <summary>Waits for the provider's answer to a question.</summary>
    Hold,

    /// <summary>Exported; final for ever. What was wrong is put right by an adjustment.</summary>
    Paid,
}
