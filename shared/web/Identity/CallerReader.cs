using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Web.Identity;

/// <summary>
/// Reads who calls from the claims of a valid token: <c>sub</c>, <c>role</c> or <c>roles</c>, <c>provider_id</c> and
/// <c>child_id</c>. What is not known is no role; nobody can claim to be a payment system.
/// </summary>
public static class CallerReader
{
    /// <summary>Characters of a user's id.</summary>
    private const int UserCharsMax = 200;

    /// <summary>Names that records use for what is done by no person.</summary>
    private static readonly string[] NotPersons = ["inbox", "caps", "smart", "schedule"];

    private static readonly Dictionary<string, Role> RolesByName = Enum.GetValues<Role>()
        .Where(Roles.OfPeople.Contains)
        .ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The name of a role in tokens and in JSON.</summary>
    public static string NameOf(Role role) => JsonSerializer.SerializeToElement(role).GetString()!;

    /// <summary>The caller, or null where the token names no person or no known role.</summary>
    public static Caller? Read(ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true
            || principal.FindFirstValue("sub") is not { Length: > 0 and <= UserCharsMax } user
            || NotPersons.Contains(user, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var providerId = principal.FindFirstValue("provider_id");
        var roles = principal.FindAll(claim => claim.Type is "role" or "roles")
            .Where(claim => RolesByName.ContainsKey(claim.Value))
            .Select(claim => RolesByName[claim.Value])
            .Where(role => role != Role.Provider || !string.IsNullOrEmpty(providerId))
            .ToHashSet();
        var children = principal.FindAll("child_id").Select(claim => claim.Value).Where(Client.IsId).ToHashSet(StringComparer.Ordinal);
        return roles.Count == 0 ? null : new Caller(user, roles, roles.Contains(Role.Provider) ? providerId : null, children);
    }

    /// <summary>The caller of a request that authorization has let through.</summary>
    public static Caller Caller(this HttpContext context)
        => Read(context.User) ?? throw new InvalidOperationException("The endpoint is open to callers without a role; it has no caller.");
}
