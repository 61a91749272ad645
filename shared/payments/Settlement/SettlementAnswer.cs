using System.Text.Json.Serialization;

namespace Serverless.Payments.Settlement;

/// <summary>What a payment system says to an instruction.</summary>
/// <param name="Reason">Why it was not paid; null where it was.</param>
public sealed record SettlementAnswer(string Key, SettlementOutcome Outcome, string? Reason);

/// <summary>How a payment system answers an instruction (UPI-5).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SettlementOutcome>))]
public enum SettlementOutcome
{
    [JsonStringEnumMemberName("paid")]
    Paid,

    /// <summary>Rate, units or data at odds with the system's own copy.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>Provider or contract inactive or ended.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,

    /// <summary>Withheld within the system, in CAPS by OFO.</summary>
    [JsonStringEnumMemberName("held")]
    Held,
}
