using Serverless.Payments.Amounts;
using Serverless.Payments.Settlement.Simulation;

namespace Serverless.Payments.Caps;

/// <summary>A contract as CAPS knows it: a copy apart from ours, which may be at odds with it.</summary>
/// <param name="Rate">The most that CAPS pays for a unit.</param>
/// <param name="From">The first day covered.</param>
/// <param name="To">The last day covered.</param>
/// <param name="Hold">Whether OFO has told CAPS to withhold what is otherwise in order.</param>
/// <param name="Version">1 at first, one more with each change; the simulator counts it, whatever a caller sets.</param>
public sealed record CapsContract(
    string ProviderId, string ServiceCode, Money Rate, DateOnly From, DateOnly To, bool Active, bool Hold = false, int Version = 1) : IRegistered<CapsContract>
{
    public (string ProviderId, string Part) GetKey() => (ProviderId, ServiceCode);

    public CapsContract AtVersion(int version) => this with { Version = version };
}
