using Serverless.Payments.Settlement.Simulation;

namespace Serverless.Payments.Smart;

/// <summary>A provider as SMART knows it, apart from our directory, which may be at odds with it.</summary>
/// <param name="Active">Whether SMART pays the provider at all.</param>
/// <param name="Hold">Whether SMART withholds what is otherwise in order.</param>
/// <param name="Version">1 at first, one more with each change; the simulator counts it, whatever a caller sets.</param>
public sealed record SmartVendor(string ProviderId, bool Active, bool Hold = false, int Version = 1) : IRegistered<SmartVendor>
{
    public (string ProviderId, string Part) GetKey() => (ProviderId, "");

    public SmartVendor AtVersion(int version) => this with { Version = version };
}
