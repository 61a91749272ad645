using Serverless.Payments.Identity;
using Serverless.Payments.Users;

namespace Serverless.Web.Users;

/// <summary>A user in the contract's JSON.</summary>
/// <param name="Name">As tokens name the person (<c>sub</c>).</param>
/// <param name="Email">Left out for who gets no mail.</param>
/// <param name="Roles">What the person may do by a mail's link; signed in, the token counts.</param>
/// <param name="Superior">To whom what waits too long is escalated; left out where there is none.</param>
public sealed record UserBody(
    string Name,
    string FullName,
    IReadOnlyList<Role> Roles,
    MailPreference Mail,
    bool Active,
    int Version,
    string? Email = null,
    string? ProviderId = null,
    IReadOnlyList<string>? ChildIds = null,
    string? Superior = null)
{
    public static UserBody Of(User user)
        => new(user.Name, user.FullName, user.Roles, user.Mail, user.Active, user.Version, user.Email, user.ProviderId, user.ChildIds, user.Superior);
}

/// <summary>What a user is to be.</summary>
/// <param name="Email">One plain address; left out for none.</param>
/// <param name="Mail">Left out, it stays what the person chose.</param>
public sealed record UserChange(
    string FullName,
    IReadOnlyList<Role> Roles,
    string? Email = null,
    string? ProviderId = null,
    IReadOnlyList<string>? ChildIds = null,
    string? Superior = null,
    MailPreference? Mail = null,
    bool Active = true);

/// <param name="Mail">each, digest or none.</param>
public sealed record MailChoice(MailPreference Mail);

/// <param name="Items">By name.</param>
public sealed record UserList(IReadOnlyList<UserBody> Items);
