namespace Serverless.Payments.Directory;

public sealed record Provider(string Id, string Name, string Address, bool Active)
{
    /// <summary>What it offers in the Resource Databank.</summary>
    public IReadOnlyList<ProviderService> Services { get; init; } = [];
}

/// <param name="Type">As the Resource Databank says, for example <c>Smart Vendor</c>.</param>
public sealed record ProviderService(string Id, string Name, string Type);
