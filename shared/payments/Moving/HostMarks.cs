using Serverless.Storage;

namespace Serverless.Payments.Moving;

/// <summary>
/// The row of the settings that binds a storage account to one host. A second one beside it has neither the histories nor
/// the CAPS of the first: it would do the same work again, and pay again.
/// </summary>
public sealed class HostMarks(ITableStore tables)
{
    /// <summary>Belongs to the storage and not to the installation: it is never exported.</summary>
    public const string Partition = "host";
    private const string Row = "kept";

    /// <summary>Whoever works here; null where no host was ever started.</summary>
    public Task<HostMark?> FindAsync(CancellationToken cancellation = default)
        => tables.FindAsync<HostMark>(Tables.Settings, Partition, Row, cancellation);

    /// <summary>What every host asks before it begins: the first one has the account from then on. It may ask again at every start.</summary>
    /// <exception cref="InvalidDataException">Another host works here.</exception>
    public async Task ClaimAsync(HostMark asked, CancellationToken cancellation = default)
    {
        var kept = await FindAsync(cancellation) ?? await InsertAsync(asked, cancellation);
        if (kept.Kind != asked.Kind || kept.Id != asked.Id)
        {
            throw new InvalidDataException($"The records of the storage account are worked on by {kept.Description}, since {kept.At:u}, and {asked.Description} would do all work again beside it, and pay again. Go on with the former, or move: 'export' from there and 'import' into an empty account. Where the former is lost for good, see \"A storage account\" in docs/operating.md.");
        }
    }

    private async Task<HostMark> InsertAsync(HostMark asked, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.Settings, Partition, [TableOperation.Insert(Row, Rows.Write(asked))], cancellation);
            return asked;
        }
        catch (TableConflictException conflict)
        {
            // Another host began at this moment, or another process of the same one.
            return await FindAsync(cancellation) ?? throw new InvalidDataException("Who works on the storage account changed while it was read. Start again.", conflict);
        }
    }
}
