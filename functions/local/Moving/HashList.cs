using System.Text;

namespace Serverless.Local.Moving;

/// <summary>Files with their hashes, a line each, as <c>sha256sum -c</c> reads them.</summary>
internal static class HashList
{
    private const int HashChars = 64;

    public static string Write(IEnumerable<NamedHash> files)
    {
        var text = new StringBuilder();
        foreach (var (name, sha256) in files)
        {
            // A line that begins with a backslash has a name with escapes.
            var escaped = name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
            text.Append(escaped == name ? "" : "\\").Append(sha256).Append("  ").Append(escaped).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<NamedHash> Read(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ReadLine)];

    private static NamedHash ReadLine(string line)
    {
        var isEscaped = line.StartsWith('\\');
        var plain = isEscaped ? line[1..] : line;
        return new NamedHash(isEscaped ? Unescape(plain[(HashChars + 2)..]) : plain[(HashChars + 2)..], plain[..HashChars]);
    }

    private static string Unescape(string name)
    {
        var text = new StringBuilder(name.Length);
        for (var index = 0; index < name.Length; index++)
        {
            text.Append(name[index] != '\\' ? name[index] : name[++index] switch
            {
                'n' => '\n',
                'r' => '\r',
                var other => other,
            });
        }

        return text.ToString();
    }
}

/// <param name="Name">Relative, with '/' between its parts.</param>
/// <param name="Sha256">In lower-case hex.</param>
internal sealed record NamedHash(string Name, string Sha256);
