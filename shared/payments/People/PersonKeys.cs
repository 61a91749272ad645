using System.Globalization;
using System.Text;
using Serverless.Storage;

namespace Serverless.Payments.People;

/// <summary>Where persons stand in their table, and the index rows that lead to them.</summary>
internal static class PersonKeys
{
    /// <summary>Characters of a name; each may take twelve in a key.</summary>
    public const int NameCharsMax = 36;

    /// <summary>Characters of a name in a key, of which two must fit; who is found by them is compared by the whole name.</summary>
    private const int KeyCharsMax = 200;

    public const string Record = "person";

    /// <summary>Every index row of a person, by what people know of somebody.</summary>
    public static IEnumerable<(string Partition, string Row)> Of(Person person, string? fingerprint)
    {
        var (first, last) = (NameKey(person.FirstName), NameKey(person.LastName));
        yield return (NamePartition("last", last), $"{Cut(last)}|{Cut(first)}|{person.ClientId}");
        yield return (NamePartition("first", first), $"{Cut(first)}|{Cut(last)}|{person.ClientId}");
        yield return (DayPartition(person.DateOfBirth), $"{Day(person.DateOfBirth)}|{person.ClientId}");
        if (fingerprint is not null)
        {
            yield return (SsnPartition(fingerprint), $"{fingerprint}|{person.ClientId}");
        }
    }

    /// <summary>The rows to look at for a search: those of the part that fewest people share.</summary>
    public static (string Partition, RowRange Range) Narrowest(PersonSearch search, string? fingerprint) => search switch
    {
        _ when fingerprint is not null => (SsnPartition(fingerprint), RowRange.StartingWith(fingerprint + "|")),
        { DateOfBirth: { } day } => (DayPartition(day), RowRange.StartingWith(Day(day) + "|")),
        { Last: { } last } => Named("last", NameKey(last)),
        { First: { } first } => Named("first", NameKey(first)),
        _ => throw new ArgumentException("Nothing is known of who is looked for.", nameof(search)),
    };

    public static string ClientIdOf(string row) => row[(row.LastIndexOf('|') + 1)..];

    /// <summary>A name without regard to case, in characters that a key may have: those that it may not are written as their bytes.</summary>
    public static string NameKey(string name)
    {
        var key = new StringBuilder(name.Length);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in name.Trim().ToUpperInvariant().EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '-' or '\'' or '.' or ' '))
            {
                key.Append((char)rune.Value);
            }
            else
            {
                foreach (var part in bytes[..rune.EncodeToUtf8(bytes)])
                {
                    key.Append('~').Append(part.ToString("X2", CultureInfo.InvariantCulture));
                }
            }
        }

        return key.ToString();
    }

    private static (string Partition, RowRange Range) Named(string kind, string key) => (NamePartition(kind, key), RowRange.StartingWith(Cut(key)));

    private static string Cut(string key) => key.Length <= KeyCharsMax ? key : key[..KeyCharsMax];

    private static string NamePartition(string kind, string key) => $"{kind}|{(key.Length == 0 ? '_' : key[0])}";

    private static string DayPartition(DateOnly day) => $"born|{day.Year.ToString("D4", CultureInfo.InvariantCulture)}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Spread over 256 partitions.</summary>
    private static string SsnPartition(string fingerprint) => $"ssn|{fingerprint[..2]}";
}
