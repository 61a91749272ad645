using Serverless.Storage;

namespace Serverless.Payments.Remittances;

/// <summary>
/// Which session a user has saved (SAN-6). From its first saving until it is posted or discarded, no other one of the user
/// can be begun or saved, also after it was resumed.
/// </summary>
public sealed class SavedSessions(ITableStore tables, RemittanceRecords records)
{
    /// <summary>The user's saved session that is not finished, other than the one given; null where there is none.</summary>
    public async Task<Remittance?> FindOtherAsync(string user, string id, CancellationToken cancellation)
        => await tables.FindAsync<SavedRow>(Tables.Remittances, RemittanceKeys.SavedPartition, RemittanceKeys.User(user), cancellation) is { } row ? await UnfinishedAsync(user, id, row, cancellation) : null;

    /// <summary>Makes it the user's saved one, before it is saved.</summary>
    /// <returns>The other one that is in the way; null where it is taken.</returns>
    public async Task<Remittance?> TakeAsync(string user, string id, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var key = RemittanceKeys.User(user);
            var row = await tables.GetAsync(Tables.Remittances, RemittanceKeys.SavedPartition, key, cancellation);
            if (row is not null && await UnfinishedAsync(user, id, Rows.Read<SavedRow>(row), cancellation) is { } other)
            {
                return other;
            }

            var data = Rows.Write(new SavedRow(id));
            try
            {
                await tables.SubmitAsync(Tables.Remittances, RemittanceKeys.SavedPartition, [row is null ? TableOperation.Insert(key, data) : TableOperation.Update(key, data, row.ETag)], cancellation);
                return null;
            }
            catch (TableConflictException) when (attempt < RemittanceRecords.AttemptsMax)
            {
                // The user saves another one at this moment.
            }
        }
    }

    private async Task<Remittance?> UnfinishedAsync(string user, string id, SavedRow row, CancellationToken cancellation)
        => row.Id != id
            && await records.FindAsync(row.Id, cancellation) is { Status: RemittanceStatus.Open or RemittanceStatus.Saved or RemittanceStatus.Posting } other
            && other.Owner == user
            ? other
            : null;

    private sealed record SavedRow(string Id);
}
