using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Policies;

namespace Serverless.Payments.Mails;

/// <summary>The policy that holds for the stage that a payment is in (UPI-7).</summary>
internal static class StagePolicy
{
    public static Task<ApprovalPolicy> OfAsync(ApprovalPolicies policies, Payment payment, CancellationToken cancellation)
        => policies.ReadVersionAsync(payment.PolicyVersion, cancellation);
}
