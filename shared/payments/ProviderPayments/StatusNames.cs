namespace Serverless.Payments.ProviderPayments;

/// <summary>The statuses as people read them.</summary>
public static class StatusNames
{
    public static string DisplayName(this SubmissionStatus status) => status == SubmissionStatus.ReadyForParent ? "Ready for Parent" : status.ToString();

    public static string DisplayName(this ProviderPaymentStatus status) => status.ToString();
}
