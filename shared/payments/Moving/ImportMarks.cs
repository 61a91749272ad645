using Serverless.Storage;

namespace Serverless.Payments.Moving;

/// <summary>
/// The rows of the settings by which an import is recognised. "Under way" is written before anything else and "done" after
/// everything, so that no host begins work on half an installation; with "done" comes the word that the chains, whose
/// histories do not move, are to be started from their records.
/// </summary>
public sealed class ImportMarks(ITableStore tables)
{
    /// <summary>Belongs to the storage and not to the installation: it is never exported.</summary>
    public const string Partition = "import";
    private const string State = "state";
    private const string Chains = "chains";

    /// <summary>What every host asks before it writes anything.</summary>
    /// <exception cref="InvalidDataException">An import began here and has not come to its end.</exception>
    public async Task CheckAsync(CancellationToken cancellation = default)
    {
        if (await FindAsync(cancellation) is { Stage: ImportStage.UnderWay } state)
        {
            throw new InvalidDataException($"The storage holds a part of an installation: an import began at {state.At:u} and did not come to its end. Repeat the import with the same export, and then start.");
        }
    }

    /// <summary>The import that was begun or done here; null where there was none.</summary>
    public Task<ImportState?> FindAsync(CancellationToken cancellation = default)
        => tables.FindAsync<ImportState>(Tables.Settings, Partition, State, cancellation);

    /// <exception cref="TableConflictException">Another import began at this moment.</exception>
    public Task BeginAsync(ImportState state, CancellationToken cancellation)
        => tables.SubmitAsync(Tables.Settings, Partition, [TableOperation.Insert(State, Rows.Write(state))], cancellation);

    /// <summary>Lets hosts in, and leaves them the word to start the chains, at once.</summary>
    public Task CompleteAsync(ImportState state, CancellationToken cancellation)
    {
        var data = Rows.Write(state);
        return tables.SubmitAsync(Tables.Settings, Partition, [TableOperation.Upsert(State, data), TableOperation.Upsert(Chains, data)], cancellation);
    }

    /// <summary>The import whose chains are still to be started; null where there is nothing to do.</summary>
    public async Task<ChainsToStart?> FindChainsAsync(CancellationToken cancellation = default)
        => await tables.GetAsync(Tables.Settings, Partition, Chains, cancellation) is { } row
            ? new ChainsToStart(Rows.Read<ImportState>(row).ExportedAt, row.ETag)
            : null;

    /// <summary>Takes the word away; without effect where another host did, or where a later import left a new one.</summary>
    public async Task SettleAsync(ChainsToStart chains, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.Settings, Partition, [TableOperation.Delete(Chains, chains.ETag)], cancellation);
        }
        catch (TableConflictException)
        {
            // Two hosts started at one time; each has started all chains, and a chain starts once.
        }
    }
}

/// <param name="ExportedAt">When the installation left its old storage (UTC).</param>
/// <param name="ETag">Of the word that was read.</param>
public sealed record ChainsToStart(DateTimeOffset ExportedAt, string ETag);
