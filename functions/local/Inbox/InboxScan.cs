namespace Serverless.Local.Inbox;

/// <summary>Looks through the inbox and takes what is whole. Not for several callers at a time.</summary>
internal sealed class InboxScan(string inbox, Taking taking, TimeProvider time, ILogger logger)
{
    /// <summary>Names under which programs keep what they are still writing.</summary>
    private static readonly string[] UnfinishedEndings = [".tmp", ".part", ".partial", ".crdownload"];

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true, MatchType = MatchType.Simple };

    private readonly Settling settling = new(time);
    private Dictionary<string, int> leftAlone = new(StringComparer.Ordinal);

    /// <summary>Takes the whole files, the oldest first.</summary>
    /// <param name="countMax">How many at most; the others wait in the inbox.</param>
    public IReadOnlyList<TakenFile> Run(int countMax)
    {
        var whole = new List<(DateTime ChangedAt, string Path)>();
        var odd = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(inbox).EnumerateFileSystemInfos("*", Everything))
        {
            if (entry.Name.StartsWith('.') || UnfinishedEndings.Any(ending => entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            if (entry.LinkTarget is not null)
            {
                whole.Add((entry.LastWriteTimeUtc, entry.FullName));
            }
            else if (entry is not FileInfo { Exists: true } file || !LinuxFile.IsRegular(file.FullName))
            {
                LeaveAlone(entry, odd);
            }
            else if (IsWhole(file))
            {
                whole.Add((file.LastWriteTimeUtc, file.FullName));
            }
        }

        settling.EndScan();
        leftAlone = odd;
        return Take(whole.OrderBy(file => file.ChangedAt).ThenBy(file => file.Path, StringComparer.Ordinal).Take(countMax));
    }

    private bool IsWhole(FileInfo file)
    {
        try
        {
            return settling.IsWhole(file);
        }
        catch (FileNotFoundException)
        {
            // Gone while it was looked at.
            return false;
        }
    }

    private void LeaveAlone(FileSystemInfo entry, Dictionary<string, int> odd)
    {
        // Said at the second sighting, once: at the first it may just be vanishing.
        var sightings = odd[entry.Name] = leftAlone.GetValueOrDefault(entry.Name) + 1;
        if (sightings == 2)
        {
            Log.LeftAlone(logger);
        }
    }

    private List<TakenFile> Take(IEnumerable<(DateTime ChangedAt, string Path)> whole)
    {
        var taken = new List<TakenFile>();
        foreach (var (_, path) in whole)
        {
            try
            {
                if (taking.Take(path) is { } file)
                {
                    taken.Add(file);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Log.TakeFailed(logger, exception);
            }
        }

        return taken;
    }
}
