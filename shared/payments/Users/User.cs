using System.Text.Json.Serialization;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Users;

/// <summary>Somebody who uses the service, as the agency keeps it: how to reach the person, and who stands above.</summary>
/// <param name="Name">The stable id that tokens name (<c>sub</c>), never reused.</param>
/// <param name="FullName">As it stands in salutations and on pages.</param>
/// <param name="Email">Where mails go; null for who gets none.</param>
/// <param name="Roles">What the person may do by a link, without a token that says so; signed in, the token counts.</param>
/// <param name="ProviderId">For role provider: the provider acted for.</param>
/// <param name="ChildIds">For role parent: the parent's children (client ids).</param>
/// <param name="Superior">The user to whom what waits too long is escalated (UPI-7); null where there is none.</param>
/// <param name="Mail">Which mails the person wants.</param>
/// <param name="Active">Whether the person still acts; who does not gets no mail, and no link of theirs decides.</param>
/// <param name="Version">Rises by one with every change; 0 before the first.</param>
public sealed record User(
    string Name,
    string FullName,
    string? Email,
    IReadOnlyList<Role> Roles,
    string? ProviderId = null,
    IReadOnlyList<string>? ChildIds = null,
    string? Superior = null,
    MailPreference Mail = MailPreference.Each,
    bool Active = true,
    int Version = 0)
{
    /// <summary>Whether the person is of the agency alone. Whoever acts for an approver sees what the approver sees: people of providers, and parents, must not.</summary>
    public bool IsOfAgency() => ProviderId is null && ChildIds is not { Count: > 0 } && Roles.Any(role => role is not (Role.Provider or Role.Parent));

    /// <summary>The person as a caller, for what is decided without a token.</summary>
    public Caller AsCaller() => new(Name, Roles.ToHashSet(), ProviderId, ChildIds?.ToHashSet(StringComparer.Ordinal));
}

/// <summary>Which mails somebody wants.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MailPreference>))]
public enum MailPreference
{
    /// <summary>One for each thing to do.</summary>
    [JsonStringEnumMemberName("each")]
    Each,

    /// <summary>One a day with everything that waits.</summary>
    [JsonStringEnumMemberName("digest")]
    Digest,

    /// <summary>None; the inbox shows what waits.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
