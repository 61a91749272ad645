using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;

namespace Serverless.Payments.Approvals.StandIns;

/// <summary>
/// Which payments a caller sees: their own by <see cref="PaymentVisibility"/>; what waits for somebody they act for; what was escalated to
/// them; and what they decided for somebody else. To others a payment does not exist.
/// </summary>
/// <param name="caller">Who looks.</param>
/// <param name="visibility">What is the caller's own.</param>
/// <param name="directory">Where clients are found.</param>
/// <param name="standIns">Read once, when the first payment that is not the caller's own is looked at.</param>
public sealed class PaymentSight(Caller caller, PaymentVisibility visibility, AgencyDirectory directory, StandInReader standIns)
{
    private IReadOnlyList<User>? delegated;
    private HashSet<(string Id, int Version)>? escalated;

    public async Task<bool> SeesAsync(Payment payment, CancellationToken cancellation)
    {
        if (await visibility.IsVisibleAsync(caller, payment.Facts.ProviderId, payment.Facts.ClientId, cancellation)
            || payment.Acts.Any(act => act.OnBehalfOf is not null && act.By == caller.User))
        {
            return true;
        }

        delegated ??= await standIns.DelegatedAsync(caller.User, cancellation);
        escalated ??= (await standIns.EscalatedAsync(caller.User, cancellation)).Select(each => (each.Payment.Id, each.Payment.Version)).ToHashSet();
        if (escalated.Contains((payment.Id, payment.Version)))
        {
            return true;
        }

        var roles = ApprovalRules.RolesDeciding(payment.Status);
        if (delegated.Count == 0 || roles.Count == 0)
        {
            return false;
        }

        var client = await directory.FindClientAsync(payment.Facts.ClientId, cancellation);
        return delegated.Any(principal => roles.Any(role => StandInReader.IsForRole(principal, role, client)));
    }
}

/// <summary>Makes the sight of a caller, for one question or one list.</summary>
public sealed class PaymentSights(PaymentVisibility visibility, AgencyDirectory directory, StandInReader standIns)
{
    public PaymentSight Of(Caller caller) => new(caller, visibility, directory, standIns);
}
