using Serverless.Payments.Identity;

namespace Serverless.Samples;

/// <summary>Somebody who can sign in to the sample agency in Development.</summary>
/// <param name="Name">The user name, after the role.</param>
/// <param name="FullName">As it stands in mails.</param>
/// <param name="Email">Where mails go.</param>
/// <param name="ProviderId">For role provider: the provider acted for.</param>
/// <param name="ChildIds">For role parent: the children's client ids.</param>
/// <param name="Superior">To whom what waits too long is escalated.</param>
public sealed record SampleUser(
    string Name, string FullName, string Email, IReadOnlyList<Role> Roles, string? ProviderId = null, IReadOnlyList<string>? ChildIds = null, string? Superior = null);
