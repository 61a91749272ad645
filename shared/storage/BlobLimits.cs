using System.Text.RegularExpressions;

namespace Serverless.Storage;

/// <summary>
/// The names and sizes of blobs, checked by every adapter before it does anything: what every file system and Azure
/// alike can hold, and nothing that leads out of the container's folder.
/// </summary>
public static partial class BlobLimits
{
    /// <summary>Characters of a whole name.</summary>
    public const int NameCharsMax = 512;

    /// <summary>Characters of one segment, which is a file's or a folder's name.</summary>
    public const int SegmentCharsMax = 128;

    /// <summary>Segments of a name, so that no listing walks an endless tree.</summary>
    public const int SegmentsMax = 16;

    /// <summary>Bytes of one content: it is held in memory whole.</summary>
    public const int ContentBytesMax = 64 * 1024 * 1024;

    /// <exception cref="ArgumentException">Not 3 to 63 lower-case letters, digits and single hyphens between them.</exception>
    public static void CheckContainer(string container)
    {
        if (container.Length is < 3 or > 63 || !ContainerName().IsMatch(container))
        {
            throw new ArgumentException($"'{container}' is no name of a container: 3 to 63 lower-case letters and digits, with single hyphens between them.", nameof(container));
        }
    }

    /// <exception cref="ArgumentException">No such path as <see cref="IBlobStore"/> describes, or too long.</exception>
    public static void CheckName(string name)
    {
        if (!IsName(name))
        {
            throw new ArgumentException(
                $"'{name}' is no name of a blob: up to {SegmentsMax} segments with '/' between, each of 1 to {SegmentCharsMax} letters, digits, '-', '_' and '.', "
                + $"none with '.' first or last or named like a device of Windows (CON, NUL), at most {NameCharsMax} characters in all.",
                nameof(name));
        }
    }

    /// <summary>A prefix is the beginning of a name; null and empty mean every name.</summary>
    /// <exception cref="ArgumentException">No name begins with it.</exception>
    public static void CheckPrefix(string? prefix)
    {
        // It may end anywhere: behind '/', behind '.', within what is a device's name only so far.
        if (!string.IsNullOrEmpty(prefix) && !IsName(prefix) && !IsName(prefix + "_"))
        {
            throw new ArgumentException($"No blob's name begins with '{prefix}'.", nameof(prefix));
        }
    }

    /// <exception cref="ArgumentException">The content is too large.</exception>
    public static void CheckContent(string name, ReadOnlyMemory<byte> content)
    {
        if (content.Length > ContentBytesMax)
        {
            throw new ArgumentException($"The content of '{name}' has {content.Length} bytes; a blob has at most {ContentBytesMax}.", nameof(content));
        }
    }

    internal static bool IsName(string name)
    {
        if (name.Length is 0 or > NameCharsMax)
        {
            return false;
        }

        var segments = 0;
        foreach (var range in name.AsSpan().Split('/'))
        {
            var segment = name.AsSpan(range);
            if (++segments > SegmentsMax || segment.Length > SegmentCharsMax || !Segment().IsMatch(segment) || DeviceName().IsMatch(segment))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex ContainerName();

    [GeneratedRegex(@"^[A-Za-z0-9_-]([A-Za-z0-9._-]*[A-Za-z0-9_-])?\z")]
    private static partial Regex Segment();

    [GeneratedRegex(@"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex DeviceName();
}
