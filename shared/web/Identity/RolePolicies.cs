using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Serverless.Payments.Identity;

namespace Serverless.Web.Identity;

/// <summary>
/// Who may call which endpoint. Everything is denied that does not say so: an endpoint names its roles, or that any
/// known role will do, or that it is open; the fallback asks for a known role.
/// </summary>
public static class RolePolicies
{
    /// <summary>Asks for a valid token with at least one known role.</summary>
    public static AuthorizationPolicy AnyRole { get; } = PolicyFor([.. Roles.OfPeople]);

    /// <summary>Open to callers with one of these roles.</summary>
    public static RouteHandlerBuilder For(this RouteHandlerBuilder endpoint, params Role[] roles)
    {
        if (roles.Length == 0 || !roles.All(Roles.OfPeople.Contains))
        {
            throw new ArgumentException("Name the roles that may call the endpoint; nobody signs in as a payment system.", nameof(roles));
        }

        return endpoint.RequireAuthorization(PolicyFor(roles)).WithMetadata(new AllowedRoles(roles));
    }

    /// <summary>Open to whoever has any role; what they get depends on what they may see.</summary>
    public static RouteHandlerBuilder ForAnyRole(this RouteHandlerBuilder endpoint)
        => endpoint.RequireAuthorization(AnyRole).WithMetadata(new AllowedRoles([.. Roles.OfPeople]));

    /// <summary>Open without signing in.</summary>
    public static TBuilder ForEveryone<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
        => endpoint.AllowAnonymous();

    private static AuthorizationPolicy PolicyFor(Role[] roles) => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireAssertion(context => CallerReader.Read(context.User) is { } caller && roles.Any(caller.Is))
        .Build();
}

/// <summary>The roles that an endpoint is open to; for the OpenAPI document and for tests.</summary>
public sealed record AllowedRoles(IReadOnlyList<Role> Roles);
