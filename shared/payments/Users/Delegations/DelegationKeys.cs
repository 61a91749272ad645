using System.Globalization;

namespace Serverless.Payments.Users.Delegations;

/// <summary>The keys of delegations; all share a partition of the users' table, and each stands there three times: by id, by who is absent and by who acts.</summary>
internal static class DelegationKeys
{
    public const string Partition = "delegations";

    public const string RecordPrefix = "d|";

    public static string Record(string id) => RecordPrefix + id;

    public static string FromPrefix(string user) => $"f|{user}|";

    public static string ToPrefix(string user) => $"t|{user}|";

    /// <summary>By the last day, so that those that are over are not read by who asks for those in force.</summary>
    public static string From(Delegation delegation) => $"{FromPrefix(delegation.From)}{Day(delegation.End)}|{delegation.Id}";

    public static string To(Delegation delegation) => $"{ToPrefix(delegation.To)}{Day(delegation.End)}|{delegation.Id}";

    public static IReadOnlyList<string> All(Delegation delegation) => [Record(delegation.Id), From(delegation), To(delegation)];

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
