using System.Globalization;

namespace Serverless.Local.Inbox;

/// <summary>
/// The private folder of files on their way. A file is taken by renaming it into a folder of its own, so that two of
/// one name do not meet, nobody can swap it any more, and one that a crash left there goes on as the same delivery.
/// </summary>
public sealed class Taking(string folder, TimeProvider time)
{
    /// <summary>Takes whatever stands at the path, a link itself included; null where it is gone.</summary>
    public TakenFile? Take(string path)
    {
        var deliveryId = Guid.CreateVersion7(time.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);
        var own = Path.Combine(folder, deliveryId);
        Directory.CreateDirectory(own);
        var taken = new TakenFile(deliveryId, Path.GetFileName(path), Path.Combine(own, Path.GetFileName(path)));
        try
        {
            Rename(path, taken.Path);
            return taken;
        }
        catch (IOException)
        {
            Directory.Delete(own);
            if (Stands(path))
            {
                throw;
            }

            return null;
        }
    }

    /// <summary>What an earlier process had taken and not ended, the oldest first.</summary>
    public IReadOnlyList<TakenFile> Leftovers()
    {
        var found = new List<TakenFile>();
        foreach (var own in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (Directory.EnumerateFileSystemEntries(own).FirstOrDefault() is { } path)
            {
                found.Add(new TakenFile(Path.GetFileName(own), Path.GetFileName(path), path));
            }
            else
            {
                Directory.Delete(own);
            }
        }

        return found;
    }

    /// <summary>Hands the file on to its last place. After a crash in between, the file has moved and its empty folder is swept at the next start.</summary>
    public void Release(TakenFile taken, string destination)
    {
        Rename(taken.Path, destination);
        Directory.Delete(Path.Combine(folder, taken.DeliveryId));
    }

    /// <summary>
    /// Renames and nothing else: where File.Move would copy from one file system to another, and would look where a
    /// link leads, this refuses the one and moves the other as it is.
    /// </summary>
    private static void Rename(string from, string to) => Directory.Move(from, to);

    private static bool Stands(string path) => new FileInfo(path) is { Exists: true } or { LinkTarget: not null };
}
