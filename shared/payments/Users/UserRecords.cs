using System.Runtime.CompilerServices;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Storage;

namespace Serverless.Payments.Users;

/// <summary>
/// The people who use the service (UPI-7, ALL-4): who they are, how mail reaches them and who stands above them. A user is never
/// removed, because the histories name it; who left is set inactive.
/// </summary>
public sealed class UserRecords(ITableStore tables)
{
    private readonly VersionedRows<User> rows = new(tables, Tables.Users, user => user.Version, (user, version) => user with { Version = version });

    /// <summary>The user, active or not; null where there is none of that name.</summary>
    public async Task<User?> FindAsync(string name, CancellationToken cancellation = default)
        => UserRules.IsName(name) ? await tables.FindAsync<User>(Tables.Users, UserKeys.Partition, UserKeys.User(name), cancellation) : null;

    /// <summary>Every user, inactive ones too, by name.</summary>
    public async IAsyncEnumerable<User> ListAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ScanAsync(Tables.Users, UserKeys.Partition, RowRange.StartingWith(UserKeys.UserPrefix), cancellation))
        {
            yield return Rows.Read<User>(row);
        }
    }

    /// <summary>The active users of a role, by name.</summary>
    public Task<IReadOnlyList<User>> OfRoleAsync(Role role, CancellationToken cancellation = default) => ListedAsync(UserKeys.RolePrefix(role), cancellation);

    /// <summary>The active users who act for a provider, by name.</summary>
    public Task<IReadOnlyList<User>> OfProviderAsync(string providerId, CancellationToken cancellation = default)
        => PaymentFactsForm.IsId(providerId) ? ListedAsync(UserKeys.ProviderPrefix(providerId), cancellation) : Task.FromResult<IReadOnlyList<User>>([]);

    /// <summary>The active users who are parents of a child (a client's id), by name.</summary>
    public Task<IReadOnlyList<User>> ParentsOfAsync(string childId, CancellationToken cancellation = default)
        => Client.IsId(childId) ? ListedAsync(UserKeys.ChildPrefix(childId), cancellation) : Task.FromResult<IReadOnlyList<User>>([]);

    /// <summary>Sets a user; who changed it from what is kept. The same change id has one effect, and is answered as it was.</summary>
    /// <param name="user">What it is to be; its version is counted here.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="at">When.</param>
    /// <param name="changeId">The same for a request and its retry; left out where nothing is repeated.</param>
    /// <param name="ifVersion">Whether to go on, given the present version (null where there is no such user).</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<UserResult> PutAsync(User user, string by, DateTimeOffset at, string? changeId = null, Func<int?, bool>? ifVersion = null, CancellationToken cancellation = default)
    {
        var faults = UserRules.Check(user);
        if (faults.Count == 0 && user.Superior is { } superior && await FindAsync(superior, cancellation) is null)
        {
            faults = [new("UNKNOWN_SUPERIOR", "superior", "There is no such user to be the superior; make that user first.")];
        }

        if (faults.Count > 0)
        {
            return UserResult.Refused(new(RefusalKind.Invalid, "INVALID", string.Join(' ', faults.Select(fault => fault.Message))) { Errors = faults });
        }

        // The change rows of all users stand in one partition.
        var change = changeId is null ? null : $"{user.Name}|{changeId}";
        return await rows.PutAsync(UserKeys.Place(user.Name), user, by, at, change, ifVersion, cancellation, IndexOperations) is { } changed
            ? UserResult.Done(changed)
            : UserResult.Refused(new(RefusalKind.Stale, "STALE", "The user is not at the version that was named: it was changed, or there is none. Read it again."));
    }

    /// <summary>Every change of a user, the first one first.</summary>
    public async Task<IReadOnlyList<DirectoryChange<User>>> HistoryAsync(string name, CancellationToken cancellation = default)
        => UserRules.IsName(name) ? await rows.HistoryAsync(UserKeys.Place(name), cancellation) : [];

    private static IEnumerable<TableOperation> IndexOperations(User? before, User after)
    {
        string[] had = before is null ? [] : [.. UserKeys.IndexRows(before)];
        string[] has = [.. UserKeys.IndexRows(after)];
        return [.. had.Except(has).Select(row => TableOperation.Delete(row)), .. has.Except(had).Select(row => TableOperation.Insert(row, string.Empty))];
    }

    private async Task<IReadOnlyList<User>> ListedAsync(string prefix, CancellationToken cancellation)
    {
        var users = new List<User>();
        await foreach (var row in tables.ScanAsync(Tables.Users, UserKeys.Partition, RowRange.StartingWith(prefix), cancellation))
        {
            // The user may have changed since the page of index rows was read.
            if (await FindAsync(UserKeys.NameOf(row.RowKey), cancellation) is { } user && UserKeys.IndexRows(user).Contains(row.RowKey))
            {
                users.Add(user);
            }
        }

        return users;
    }
}
