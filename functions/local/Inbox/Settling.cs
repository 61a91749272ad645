namespace Serverless.Local.Inbox;

/// <summary>
/// Tells when a file is whole: nobody has it open for writing, and its size and time of change have stood still for
/// <see cref="QuietFor"/>. A file renamed in that was quiet before qualifies at once.
/// </summary>
internal sealed class Settling(TimeProvider time)
{
    public static readonly TimeSpan QuietFor = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long a file that stands still is left to its writer. Some network file systems always say that there is one,
    /// and their files must not wait for ever.
    /// </summary>
    public static readonly TimeSpan HeldMax = TimeSpan.FromMinutes(10);

    private Dictionary<string, Sighting> last = new(StringComparer.Ordinal);
    private Dictionary<string, Sighting> current = new(StringComparer.Ordinal);

    /// <summary>Looks at a regular file, once in every scan.</summary>
    public bool IsWhole(FileInfo file)
    {
        var now = time.GetTimestamp();
        var sighting = last.GetValueOrDefault(file.Name) is { } before && before.Length == file.Length && before.ChangedAt == file.LastWriteTimeUtc
            ? before
            : new Sighting(file.Length, file.LastWriteTimeUtc, now);
        current[file.Name] = sighting;

        // The second condition does without the file's own time, which may lie in the future.
        var stoodStill = time.GetElapsedTime(sighting.Since, now);
        var isQuiet = time.GetUtcNow().UtcDateTime - sighting.ChangedAt >= QuietFor || stoodStill >= QuietFor;
        return isQuiet && (stoodStill >= HeldMax || !LinuxFile.IsOpenForWriting(file.FullName));
    }

    /// <summary>A scan has ended: files that it did not see are forgotten.</summary>
    public void EndScan()
    {
        (last, current) = (current, last);
        current.Clear();
    }

    private sealed record Sighting(long Length, DateTime ChangedAt, long Since);
}
