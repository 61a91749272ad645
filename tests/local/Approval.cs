using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;

namespace Serverless.Local.Tests;

/// <summary>The chain up to Submitted to CAPS, by the sample agency's people.</summary>
internal static class Approval
{
    public static async Task<Payment> ThroughAsync(LocalStack stack)
    {
        var provider = new Caller("provider", new HashSet<Role> { Role.Provider }, "P-100");
        var facts = new PaymentFacts("P-100", "1000000001", "SLN", Units.Of(2), Money.Of(25m), Money.Of(50m), new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 2));
        var payment = (await stack.Payments.Payments.SubmitAsync(provider, facts, "one")).Payment.OrFail();
        foreach (var (user, role) in new[] { ("coordinator", Role.Coordinator), ("technician", Role.Technician) })
        {
            var result = await stack.Payments.Payments.DecideAsync(new Caller(user, new HashSet<Role> { role }), payment.Id, new DecisionRequest(PaymentAction.Approve), user);
            payment = result.Payment.OrFail();
        }

        Assert.Equal(PaymentStatus.SubmittedToCaps, payment.Status);
        return payment;
    }
}
