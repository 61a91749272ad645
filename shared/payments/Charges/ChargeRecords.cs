using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Payments.Charges;

/// <summary>Reads and writes the events of accounts.</summary>
public sealed class ChargeRecords(ITableStore tables)
{
    /// <summary>The account as it stands; an empty one where nothing was entered.</summary>
    public async Task<StoredAccount> ReadAsync(string participant, CancellationToken cancellation = default)
    {
        // The count first: whatever it counts stands, and what is written after it is not read.
        var row = await tables.GetAsync(Tables.Charges, participant, ChargeKeys.Account, cancellation);
        var version = row is null ? 0 : Rows.Read<AccountRow>(row).Version;
        return new(await ReadAtAsync(participant, version, cancellation), row?.ETag);
    }

    /// <summary>The account as it stood after so many events.</summary>
    public async Task<ChargeAccount> ReadAtAsync(string participant, int version, CancellationToken cancellation = default)
    {
        var account = ChargeAccount.Of(participant, await EventsAsync(participant, version, cancellation));
        return account.Version == version ? account : throw new InvalidDataException($"An account of charges counts {version} events and has {account.Version}.");
    }

    /// <summary>The number of the event that a request has made; null where it has made none.</summary>
    public async Task<int?> FindDoneAsync(string participant, string requestId, CancellationToken cancellation = default)
        => (await tables.FindAsync<AccountRow>(Tables.Charges, participant, ChargeKeys.Done(requestId), cancellation))?.Version;

    /// <summary>Every participant that may have an account.</summary>
    public async IAsyncEnumerable<string> ParticipantsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ScanAsync(Tables.Charges, ChargeKeys.ParticipantsPartition, RowRange.All, cancellation))
        {
            yield return row.RowKey;
        }
    }

    /// <summary>Writes an event with what it books and the request that made it.</summary>
    /// <param name="before">The account that it was decided by.</param>
    /// <param name="made">The event.</param>
    /// <param name="requestId">What makes the act itself.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The account after it; null where another act came first, and nothing was written.</returns>
    internal async Task<ChargeAccount?> TryWriteAsync(StoredAccount before, ChargeEvent made, string requestId, CancellationToken cancellation)
    {
        // Applied before it is written, so that an event that breaks the account is never kept.
        var account = before.Account;
        account.Apply(made);
        account.Check();
        var version = Rows.Write(new AccountRow(made.N));
        if (before.ETag is null)
        {
            // Listed before it is there, so that no account is ever missed.
            await tables.SubmitAsync(Tables.Charges, ChargeKeys.ParticipantsPartition, [TableOperation.Upsert(account.Participant, string.Empty)], cancellation);
        }

        try
        {
            await tables.SubmitAsync(
                Tables.Charges,
                account.Participant,
                [
                    before.ETag is { } etag ? TableOperation.Update(ChargeKeys.Account, version, etag) : TableOperation.Insert(ChargeKeys.Account, version),
                    TableOperation.Insert(ChargeKeys.Event(made.N), Rows.Write(made)),
                    TableOperation.Insert(ChargeKeys.Journal(made.N), Rows.Write(ChargeBooking.Entry(account, made))),
                    TableOperation.Insert(ChargeKeys.Done(requestId), version),
                ],
                cancellation);
            return account;
        }
        catch (TableConflictException)
        {
            return null;
        }
    }

    private async Task<List<ChargeEvent>> EventsAsync(string participant, int version, CancellationToken cancellation)
    {
        var events = new List<ChargeEvent>(version);
        if (version > 0)
        {
            await foreach (var row in tables.ScanAsync(Tables.Charges, participant, new RowRange(ChargeKeys.EventPrefix, ChargeKeys.Event(version + 1)), cancellation))
            {
                events.Add(Rows.Read<ChargeEvent>(row));
            }
        }

        return events;
    }

    /// <param name="Version">The last event.</param>
    private sealed record AccountRow(int Version);
}

/// <param name="Account">Read for one act alone, which changes it.</param>
/// <param name="ETag">Of the row that counts the events; null where there is none.</param>
public sealed record StoredAccount(ChargeAccount Account, string? ETag);
