using Serverless.Local.Moving;
using Serverless.Payments.Moving;

namespace Serverless.Local;

/// <summary>
/// Binds a storage account to the data folder whose host works on it. A folder's own tables need nothing of the kind: they
/// are in the folder, and its lock lets in one at a time.
/// </summary>
internal static class AccountHost
{
    /// <summary>Before a host begins work.</summary>
    /// <exception cref="InvalidDataException">Another host works on the account.</exception>
    /// <exception cref="StartupException">The files of its installation are in another data folder.</exception>
    public static async Task ClaimAsync(InstallationStorage storage, DataFolder data, TimeProvider time, CancellationToken cancellation)
    {
        if (storage.Account is not { } account)
        {
            return;
        }

        var marks = new HostMarks(account.Tables);
        if (await marks.FindAsync(cancellation) is null && await ImportedElsewhereAsync(storage, cancellation) is { } import)
        {
            throw new StartupException($"{Elsewhere(import, data)} Name the former with --data.");
        }

        await marks.ClaimAsync(new HostMark(HostKind.Standalone, storage.FolderId, $"the standalone host with the data folder '{data.Root}' on {Environment.MachineName}", time.GetUtcNow()), cancellation);
    }

    /// <summary>
    /// Before an export: a standalone host's folder has the other half of its installation, what CAPS was sent and files that were
    /// dropped, and without it an export is not whole. What the Functions app works on is in the account.
    /// </summary>
    /// <exception cref="MovingException">The folder is another one.</exception>
    public static async Task CheckWholeAsync(InstallationStorage storage, DataFolder data, CancellationToken cancellation)
    {
        if (storage.Account is not { } account)
        {
            return;
        }

        var mark = await new HostMarks(account.Tables).FindAsync(cancellation);
        if (mark is { Kind: HostKind.Standalone } && mark.Id != storage.FolderId)
        {
            throw new MovingException($"The records of the storage account belong to {mark.Description}, which has the files beside them (caps/, inbox/, done/), and '{data.Root}' is another folder. Name the former with --data, so that the export is whole.");
        }

        if (mark is null && await ImportedElsewhereAsync(storage, cancellation) is { } import)
        {
            throw new MovingException($"{Elsewhere(import, data)} Name the former with --data, so that the export is whole.");
        }
    }

    /// <summary>Before an import begins: an account may have a host and no records yet, and that one's folder would lack the files of the import.</summary>
    /// <exception cref="MovingException">A host with another folder has the account.</exception>
    public static async Task CheckFreeAsync(InstallationStorage storage, DataFolder data, CancellationToken cancellation)
    {
        if (storage.Account is { } account && await new HostMarks(account.Tables).FindAsync(cancellation) is { Kind: HostKind.Standalone } mark && mark.Id != storage.FolderId)
        {
            throw new MovingException($"The storage account was taken by {mark.Description} at {mark.At:u}, and '{data.Root}' is another folder. Import into an empty account.");
        }
    }

    /// <summary>Between an import and the first start no host has the account, and the files are where the import put them.</summary>
    private static async Task<ImportState?> ImportedElsewhereAsync(InstallationStorage storage, CancellationToken cancellation)
        => await new ImportMarks(storage.Tables).FindAsync(cancellation) is { FolderId: { } folderId } import && folderId != storage.FolderId ? import : null;

    private static string Elsewhere(ImportState import, DataFolder data)
        => $"The records of the storage account were imported at {import.At:u} together with another data folder, which has the files beside them; '{data.Root}' has none of them.";
}
