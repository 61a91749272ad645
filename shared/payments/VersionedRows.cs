using System.Globalization;
using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments;

/// <summary>
/// Records of one kind that people set. Each change raises the version by one and keeps who changed the record from what; a
/// change id has one effect, and is answered as it was.
/// </summary>
/// <param name="tables">Where they are kept.</param>
/// <param name="table">In which table.</param>
/// <param name="version">Which version a record is.</param>
/// <param name="withVersion">The record as the given version.</param>
internal sealed class VersionedRows<T>(ITableStore tables, string table, Func<T, int> version, Func<T, int, T> withVersion)
    where T : class
{
    /// <summary>Attempts at a change that others keep getting ahead of.</summary>
    private const int AttemptsMax = 50;

    /// <param name="place">Where the record is kept.</param>
    /// <param name="record">What it is to be; its version is counted here.</param>
    /// <param name="by">The user who changes it.</param>
    /// <param name="at">When.</param>
    /// <param name="changeId">The same for a request and its retry; left out where nothing is repeated.</param>
    /// <param name="ifVersion">Whether to go on, given the present version (null where there is none).</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="beside">What else changes with the record in its partition, given what it was and what it is to be.</param>
    /// <returns>The record as it was set, or null where <paramref name="ifVersion"/> refused; nothing changed then.</returns>
    public async Task<T?> PutAsync(
        VersionedPlace place, T record, string by, DateTimeOffset at, string? changeId, Func<int?, bool>? ifVersion, CancellationToken cancellation, Func<T?, T, IEnumerable<TableOperation>>? beside = null)
    {
        var changeRow = $"change|{changeId ?? Guid.NewGuid().ToString("N")}";
        for (var attempt = 1; ; attempt++)
        {
            if (await tables.FindAsync<T>(table, place.Partition, changeRow, cancellation) is { } made)
            {
                return made;
            }

            var row = await tables.GetAsync(table, place.Partition, place.Row, cancellation);
            var before = row is null ? null : Rows.Read<T>(row);
            if (ifVersion?.Invoke(before is null ? null : version(before)) == false)
            {
                return null;
            }

            var after = withVersion(record, (before is null ? 0 : version(before)) + 1);
            var data = Rows.Write(after);
            try
            {
                await tables.SubmitAsync(
                    table,
                    place.Partition,
                    [
                        row is null ? TableOperation.Insert(place.Row, data) : TableOperation.Update(place.Row, data, row.ETag),
                        TableOperation.Insert(place.HistoryRow(version(after)), Rows.Write(new DirectoryChange<T>(before, after, by, at))),
                        TableOperation.Insert(changeRow, data),
                        .. beside?.Invoke(before, after) ?? [],
                    ],
                    cancellation);
                return after;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another change came first; the record is read again.
            }
        }
    }

    /// <summary>Every change of a record, the first one first.</summary>
    public async Task<IReadOnlyList<DirectoryChange<T>>> HistoryAsync(VersionedPlace place, CancellationToken cancellation)
    {
        var changes = new List<DirectoryChange<T>>();
        await foreach (var row in tables.ScanAsync(table, place.Partition, RowRange.StartingWith(place.HistoryPrefix), cancellation))
        {
            changes.Add(Rows.Read<DirectoryChange<T>>(row));
        }

        return changes;
    }
}

/// <summary>Where a record is kept.</summary>
/// <param name="HistoryPrefix">What the keys of its changes begin with, before the version.</param>
internal sealed record VersionedPlace(string Partition, string Row, string HistoryPrefix)
{
    /// <summary>The key of the change that led to a version.</summary>
    public string HistoryRow(int version) => string.Create(CultureInfo.InvariantCulture, $"{HistoryPrefix}{version:D9}");
}
