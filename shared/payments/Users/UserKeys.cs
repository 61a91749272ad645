using Serverless.Payments.Identity;

namespace Serverless.Payments.Users;

/// <summary>The keys of the users' table. All users share a partition, so that a user and the rows it is found by change together.</summary>
internal static class UserKeys
{
    public const string Partition = "users";

    public const string UserPrefix = "u|";

    public static string User(string name) => UserPrefix + name;

    public static VersionedPlace Place(string name) => new(Partition, User(name), $"h|{name}|");

    public static string RolePrefix(Role role) => $"r|{role}|";

    public static string ProviderPrefix(string providerId) => $"p|{providerId}|";

    public static string ChildPrefix(string childId) => $"c|{childId}|";

    public static string NameOf(string indexRow) => indexRow[(indexRow.LastIndexOf('|') + 1)..];

    /// <summary>The rows by which an active user is found.</summary>
    public static IEnumerable<string> IndexRows(User user) => !user.Active ? [] :
    [
        .. user.Roles.Distinct().Select(role => RolePrefix(role) + user.Name),
        .. user.ProviderId is { } provider ? [ProviderPrefix(provider) + user.Name] : Array.Empty<string>(),
        .. (user.ChildIds ?? []).Distinct(StringComparer.Ordinal).Select(child => ChildPrefix(child) + user.Name),
    ];
}
