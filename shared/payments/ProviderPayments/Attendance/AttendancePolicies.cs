using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Attendance;

/// <summary>The agency's policy for paying care by attendance, and how it came to be.</summary>
public sealed class AttendancePolicies(ITableStore tables)
{
    /// <summary>Most minutes that a unit can have.</summary>
    public const int UnitMinutesMax = ClockTime.EndOfDay;

    /// <summary>Most days of absence that a month can have.</summary>
    public const int PaidAbsencesCeiling = 31;

    private static readonly VersionedPlace Place = new("attendance-policy", "policy", "history|");
    private static readonly AttendancePolicy Defaults = new();
    private readonly VersionedRows<AttendancePolicy> rows = new(tables, Tables.Settings, policy => policy.Version, (policy, version) => policy with { Version = version });

    /// <summary>The policy that holds; the defaults, at version 0, where none was ever set.</summary>
    public async Task<AttendancePolicy> ReadAsync(CancellationToken cancellation = default)
        => await tables.FindAsync<AttendancePolicy>(Tables.Settings, Place.Partition, Place.Row, cancellation) ?? Defaults;

    /// <summary>Sets the policy; who changed it from what is kept. The same change id has one effect, and is answered as it was.</summary>
    /// <param name="policy">What it is to be; its version is counted here.</param>
    /// <param name="by">The user who changes it.</param>
    /// <param name="at">When.</param>
    /// <param name="changeId">The same for a request and its retry; left out where nothing is repeated.</param>
    /// <param name="ifVersion">Whether to go on, given the present version: 0 where the defaults hold.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The policy as it was set, or null where <paramref name="ifVersion"/> refused; nothing changed then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A figure is out of its range.</exception>
    public Task<AttendancePolicy?> PutAsync(
        AttendancePolicy policy, string by, DateTimeOffset at, string? changeId = null, Func<int?, bool>? ifVersion = null, CancellationToken cancellation = default)
    {
        Check(policy);

        // There is a policy at any time, so its version is never null to who asks.
        return rows.PutAsync(Place, policy, by, at, changeId, ifVersion is null ? null : present => ifVersion(present ?? Defaults.Version), cancellation);
    }

    /// <summary>Every change of the policy, the first one first.</summary>
    public Task<IReadOnlyList<DirectoryChange<AttendancePolicy>>> HistoryAsync(CancellationToken cancellation = default) => rows.HistoryAsync(Place, cancellation);

    internal static void Check(AttendancePolicy policy)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(policy.UnitMinutes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(policy.UnitMinutes, UnitMinutesMax);
        ArgumentOutOfRangeException.ThrowIfNegative(policy.PaidAbsencesMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(policy.PaidAbsencesMax, PaidAbsencesCeiling);
    }
}
