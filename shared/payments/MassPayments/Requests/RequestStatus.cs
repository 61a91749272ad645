using System.Text.Json.Serialization;

namespace Serverless.Payments.MassPayments.Requests;

/// <summary>Where a payment request stands; shown with exactly these names.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RequestStatus>))]
public enum RequestStatus
{
    /// <summary>For SMART; the next weekly run takes it (KEES-6).</summary>
    [JsonStringEnumMemberName("Authorized")]
    Authorized,

    [JsonStringEnumMemberName("Paid by SMART")]
    PaidBySmart,

    /// <summary>SMART found its data at fault. Operations authorise it again once that is mended, or cancel it.</summary>
    [JsonStringEnumMemberName("Error by SMART")]
    ErrorBySmart,

    [JsonStringEnumMemberName("Rejected by SMART")]
    RejectedBySmart,

    /// <summary>SMART withholds it. Operations authorise it again, or cancel it.</summary>
    [JsonStringEnumMemberName("Held by SMART")]
    HeldBySmart,

    [JsonStringEnumMemberName("Cancelled")]
    Cancelled,
}

public static class RequestStatuses
{
    private static readonly Dictionary<RequestStatus, string> Names = new()
    {
        [RequestStatus.Authorized] = "Authorized",
        [RequestStatus.PaidBySmart] = "Paid by SMART",
        [RequestStatus.ErrorBySmart] = "Error by SMART",
        [RequestStatus.RejectedBySmart] = "Rejected by SMART",
        [RequestStatus.HeldBySmart] = "Held by SMART",
        [RequestStatus.Cancelled] = "Cancelled",
    };

    public static IReadOnlyCollection<RequestStatus> All { get; } = Names.Keys;

    public static string DisplayName(this RequestStatus status) => Names[status];

    /// <summary>It came to nothing: no money is set aside for it, and its need does not keep another from being made (KEES-7).</summary>
    public static bool IsVoid(this RequestStatus status) => status is RequestStatus.RejectedBySmart or RequestStatus.Cancelled;

    /// <summary>Final for ever.</summary>
    public static bool IsFinal(this RequestStatus status) => status is RequestStatus.PaidBySmart || status.IsVoid();
}
