using System.Text.Json.Serialization;

namespace Serverless.Payments.Caps;

public sealed record CapsAnswer(string Key, CapsOutcome Outcome, string? Reason);

/// <summary>How CAPS answers an instruction (UPI-5).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CapsOutcome>))]
public enum CapsOutcome
{
    [JsonStringEnumMemberName("paid")]
    Paid,

    /// <summary>Rate, units or data at odds with CAPS's copy.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>Provider or contract inactive or ended.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,

    /// <summary>Withheld by OFO within CAPS.</summary>
    [JsonStringEnumMemberName("held")]
    Held,
}
