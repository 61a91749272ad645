using System.Runtime.CompilerServices;
using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Enrollments;

/// <summary>Which children are in which provider's care, and how that came to be; a child is with a provider once at a time.</summary>
public sealed class EnrollmentRecords(ITableStore tables)
{
    /// <summary>Most minutes of care that a day can have.</summary>
    public const int ScheduledMinutesMax = 24 * 60;

    private const string Prefix = "e|";
    private readonly VersionedRows<Enrollment> rows = new(tables, Tables.Enrollments, enrollment => enrollment.Version, (enrollment, version) => enrollment with { Version = version });

    public Task<Enrollment?> FindAsync(string providerId, string clientId, CancellationToken cancellation = default)
        => tables.FindAsync<Enrollment>(Tables.Enrollments, providerId, Prefix + clientId, cancellation);

    /// <summary>A provider's enrolments in the order of the children's ids, read as they are consumed.</summary>
    /// <param name="providerId">The provider.</param>
    /// <param name="afterClientId">Only those behind this child; all where null.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<Enrollment> OfProviderAsync(string providerId, string? afterClientId = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // A '!' comes before every character of an id: behind the id itself, and before whichever continues it.
        var all = RowRange.StartingWith(Prefix);
        var range = afterClientId is null ? all : all with { From = $"{Prefix}{afterClientId}!" };
        await foreach (var row in tables.ScanAsync(Tables.Enrollments, providerId, range, cancellation))
        {
            yield return Rows.Read<Enrollment>(row);
        }
    }

    /// <summary>Sets an enrolment; who changed it from what is kept. The same change id has one effect, and is answered as it was.</summary>
    /// <param name="enrollment">What it is to be; its version is counted here.</param>
    /// <param name="by">The user who changes it.</param>
    /// <param name="at">When.</param>
    /// <param name="changeId">The same for a request and its retry; left out where nothing is repeated.</param>
    /// <param name="ifVersion">Whether to go on, given the present version (null where there is none).</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The enrolment as it was set, or null where <paramref name="ifVersion"/> refused; nothing changed then.</returns>
    /// <exception cref="ArgumentException">It names no child, ends before it begins, or provides for no care or more than a day has.</exception>
    public Task<Enrollment?> PutAsync(
        Enrollment enrollment, string by, DateTimeOffset at, string? changeId = null, Func<int?, bool>? ifVersion = null, CancellationToken cancellation = default)
    {
        if (!Client.IsId(enrollment.ClientId) || enrollment.From > enrollment.To || enrollment.ScheduledMinutes is < 1 or > ScheduledMinutesMax)
        {
            throw new ArgumentException($"The enrolment of {enrollment.ClientId} with {enrollment.ProviderId} is not in order.", nameof(enrollment));
        }

        return rows.PutAsync(PlaceOf(enrollment.ProviderId, enrollment.ClientId), enrollment, by, at, changeId, ifVersion, cancellation);
    }

    /// <summary>Every change of an enrolment, the first one first.</summary>
    public Task<IReadOnlyList<DirectoryChange<Enrollment>>> HistoryAsync(string providerId, string clientId, CancellationToken cancellation = default)
        => rows.HistoryAsync(PlaceOf(providerId, clientId), cancellation);

    private static VersionedPlace PlaceOf(string providerId, string clientId) => new(providerId, Prefix + clientId, $"history|{clientId}|");
}
