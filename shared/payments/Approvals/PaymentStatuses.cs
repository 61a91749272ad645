namespace Serverless.Payments.Approvals;

/// <summary>The names of the statuses and what follows from each.</summary>
public static class PaymentStatuses
{
    private static readonly Dictionary<PaymentStatus, string> Names = new()
    {
        [PaymentStatus.WaitingScApproval] = "Waiting SC Approval",
        [PaymentStatus.Error] = "Error",
        [PaymentStatus.Review] = "Review",
        [PaymentStatus.WaitingDspdApproval] = "Waiting DSPD Approval",
        [PaymentStatus.SubmittedToCaps] = "Submitted to CAPS",
        [PaymentStatus.HeldByCaps] = "Held by CAPS",
        [PaymentStatus.PaidByCaps] = "Paid by CAPS",
        [PaymentStatus.ErrorByCaps] = "Error by CAPS",
        [PaymentStatus.RejectedByCaps] = "Rejected by CAPS",
        [PaymentStatus.DeniedBySc] = "Denied by SC",
        [PaymentStatus.DeniedByDspd] = "Denied by DSPD",
        [PaymentStatus.Deleted] = "Deleted",
    };

    private static readonly Dictionary<string, PaymentStatus> ByName = Names.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyCollection<PaymentStatus> All { get; } = Names.Keys;

    public static string DisplayName(this PaymentStatus status) => Names[status];

    /// <summary>By display name, whatever its case.</summary>
    public static bool TryParse(string name, out PaymentStatus status) => ByName.TryGetValue(name, out status);

    /// <summary>Final for ever (UPI-2).</summary>
    public static bool IsFinal(this PaymentStatus status) => status
        is PaymentStatus.Deleted
        or PaymentStatus.DeniedBySc
        or PaymentStatus.DeniedByDspd
        or PaymentStatus.ErrorByCaps
        or PaymentStatus.RejectedByCaps
        or PaymentStatus.PaidByCaps;

    /// <summary>Counts against the Monthly Max and as a duplicate (UPI-3).</summary>
    public static bool IsLive(this PaymentStatus status) => status
        is PaymentStatus.WaitingScApproval
        or PaymentStatus.WaitingDspdApproval
        or PaymentStatus.SubmittedToCaps
        or PaymentStatus.HeldByCaps
        or PaymentStatus.PaidByCaps;
}
