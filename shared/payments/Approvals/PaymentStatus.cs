using System.Text.Json.Serialization;

namespace Serverless.Payments.Approvals;

/// <summary>The twelve statuses of a payment (UPI); shown with exactly these names.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentStatus>))]
public enum PaymentStatus
{
    [JsonStringEnumMemberName("Waiting SC Approval")]
    WaitingScApproval,

    [JsonStringEnumMemberName("Error")]
    Error,

    [JsonStringEnumMemberName("Review")]
    Review,

    [JsonStringEnumMemberName("Waiting DSPD Approval")]
    WaitingDspdApproval,

    [JsonStringEnumMemberName("Submitted to CAPS")]
    SubmittedToCaps,

    [JsonStringEnumMemberName("Held by CAPS")]
    HeldByCaps,

    [JsonStringEnumMemberName("Paid by CAPS")]
    PaidByCaps,

    [JsonStringEnumMemberName("Error by CAPS")]
    ErrorByCaps,

    [JsonStringEnumMemberName("Rejected by CAPS")]
    RejectedByCaps,

    [JsonStringEnumMemberName("Denied by SC")]
    DeniedBySc,

    [JsonStringEnumMemberName("Denied by DSPD")]
    DeniedByDspd,

    [JsonStringEnumMemberName("Deleted")]
    Deleted,
}
