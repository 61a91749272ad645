using Serverless.Payments.Identity;

namespace Serverless.Web.SignIn;

/// <summary>Somebody who can be signed in without a password, in Development only.</summary>
public sealed record DevelopmentUser(string Name, IReadOnlyList<Role> Roles, string? ProviderId = null, IReadOnlyList<string>? ChildIds = null);
