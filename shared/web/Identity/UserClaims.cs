using System.Security.Claims;

namespace Serverless.Web.Identity;

/// <summary>By which claim of a token a person is known; everywhere behind it the id is called <c>sub</c>.</summary>
internal static class UserClaims
{
    public const string Default = "sub";

    /// <summary>The principal under the id of that claim; null where the token has none, or several.</summary>
    public static ClaimsPrincipal? Named(ClaimsPrincipal principal, string claim)
    {
        if (claim == Default)
        {
            return principal;
        }

        if (principal.FindAll(claim).Select(found => found.Value).Distinct(StringComparer.Ordinal).ToArray() is not [{ Length: > 0 } id])
        {
            return null;
        }

        var identity = new ClaimsIdentity(principal.Claims.Where(found => found.Type != Default), principal.Identity?.AuthenticationType, Default, "roles");
        identity.AddClaim(new Claim(Default, id));
        return new ClaimsPrincipal(identity);
    }
}
