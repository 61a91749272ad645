using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.Approvals.Policies;

/// <summary>The agency's policy for approvals (UPI-7), and how it came to be. Whoever reads it reads one row.</summary>
public sealed class ApprovalPolicies(ITableStore tables)
{
    private static readonly VersionedPlace Place = new("approval-policy", "policy", "history|");
    private readonly VersionedRows<ApprovalPolicy> rows = new(tables, Tables.Settings, policy => policy.Version, (policy, version) => policy with { Version = version });

    /// <summary>The policy in force; the defaults, at version 0, where none was ever set.</summary>
    public async Task<ApprovalPolicy> ReadAsync(CancellationToken cancellation = default)
        => await tables.FindAsync<ApprovalPolicy>(Tables.Settings, Place.Partition, Place.Row, cancellation) ?? ApprovalPolicy.Default;

    /// <summary>The policy as it was at a version; 0 are the defaults.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There never was such a version.</exception>
    public async Task<ApprovalPolicy> ReadVersionAsync(int version, CancellationToken cancellation = default)
        => version == 0
            ? ApprovalPolicy.Default
            : (await tables.FindAsync<DirectoryChange<ApprovalPolicy>>(Tables.Settings, Place.Partition, Place.HistoryRow(version), cancellation))?.To
                ?? throw new ArgumentOutOfRangeException(nameof(version), version, "The approval policy never had that version.");

    /// <summary>Sets the policy; who changed it from what is kept. The same change id has one effect, and is answered as it was.</summary>
    /// <param name="policy">What it is to be; its version is counted here.</param>
    /// <param name="by">The user who changes it.</param>
    /// <param name="at">When.</param>
    /// <param name="changeId">The same for a request and its retry; left out where nothing is repeated.</param>
    /// <param name="ifVersion">Whether to go on, given the present version: 0 where the defaults hold.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The policy as it was set, or null where <paramref name="ifVersion"/> refused; nothing changed then.</returns>
    /// <exception cref="ArgumentException">Something in it is out of its range (<see cref="ApprovalPolicyRules"/>).</exception>
    public Task<ApprovalPolicy?> PutAsync(
        ApprovalPolicy policy, string by, DateTimeOffset at, string? changeId = null, Func<int?, bool>? ifVersion = null, CancellationToken cancellation = default)
    {
        if (ApprovalPolicyRules.Check(policy) is [var fault, ..])
        {
            throw new ArgumentException(fault.Message, nameof(policy));
        }

        // There is a policy at any time, so its version is never null to who asks.
        return rows.PutAsync(Place, policy, by, at, changeId, ifVersion is null ? null : present => ifVersion(present ?? ApprovalPolicy.Default.Version), cancellation);
    }

    /// <summary>Every change of the policy, the first one first.</summary>
    public Task<IReadOnlyList<DirectoryChange<ApprovalPolicy>>> HistoryAsync(CancellationToken cancellation = default) => rows.HistoryAsync(Place, cancellation);
}
