using Serverless.Payments.People;
using Serverless.Storage;
using Serverless.Storage.Folders;

namespace Serverless.Local;

/// <summary>The keys of an installation whose configuration gives none: in its data folder, made at the first start.</summary>
internal static class FolderSsnKeys
{
    /// <exception cref="StartupException">The file is gone, and numbers were kept under its keys.</exception>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static async Task<SsnKeys> OpenAsync(DataFolder data, ITableStore tables, CancellationToken cancellation)
    {
        if (SsnKeyFile.Find(data.SsnKeys) is { } kept)
        {
            return kept;
        }

        // New keys would open nothing of what is there, and would look as if all was well.
        if (await SsnKeyChecks.AnyAsync(tables, cancellation))
        {
            throw new StartupException($"The file '{data.SsnKeys}' is missing, and Social Security numbers of this installation are kept under its keys. Put it back from the backup or the export. Where the keys came from the settings Serverless:Ssn, set these again.");
        }

        var made = SsnKeyFile.OpenOrCreate(data.SsnKeys);

        // The name must last before anything is sealed under what it names.
        FolderSync.Flush(data.Keys);
        FolderSync.Flush(data.Root);
        return made;
    }
}
