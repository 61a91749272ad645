using Serverless.Payments.Identity;

namespace Serverless.Samples;

/// <summary>Somebody who can sign in to the sample agency in Development.</summary>
/// <param name="Name">The user name, after the role.</param>
/// <param name="ProviderId">For role provider: the provider acted for.</param>
/// <param name="ChildIds">For role parent: the children's client ids.</param>
public sealed record SampleUser(string Name, IReadOnlyList<Role> Roles, string? ProviderId = null, IReadOnlyList<string>? ChildIds = null);
