namespace Serverless.Payments.Settlement.Simulation;

/// <summary>What a simulated system has a copy of its own of, and judges instructions by.</summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface IRegistered<TSelf>
    where TSelf : IRegistered<TSelf>
{
    /// <summary>1 at first, one more with each change; the register counts it.</summary>
    int Version { get; }

    /// <summary>What it is found by: a provider, and what of it; the second is empty where the provider alone decides.</summary>
    (string ProviderId, string Part) GetKey();

    TSelf AtVersion(int version);
}
