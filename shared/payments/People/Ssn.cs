using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Serverless.Payments.People;

/// <summary>
/// A Social Security number in memory. It has no way into JSON or a log but masked: its text form is
/// <c>***-**-1234</c>, and only <see cref="SsnVault"/> reads the digits.
/// </summary>
public sealed partial class Ssn : IEquatable<Ssn>
{
    private const int DigitsCount = 9;
    private const int ShownCount = 4;

    private Ssn(string digits) => Digits = digits;

    /// <summary>The nine digits; for sealing and fingerprints alone.</summary>
    internal string Digits { get; }

    /// <summary>Reads <c>123-45-6789</c> or <c>123456789</c>. The numbers that were never given out (area 000, group 00, serial 0000) are none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Ssn? ssn)
    {
        ssn = null;
        var digits = text is { Length: 11 } && text[3] == '-' && text[6] == '-' ? text.Remove(6, 1).Remove(3, 1) : text;
        if (digits is not { Length: DigitsCount } || !digits.All(char.IsAsciiDigit) || digits.StartsWith("000", StringComparison.Ordinal) || digits[3..5] == "00" || digits.EndsWith("0000", StringComparison.Ordinal))
        {
            return false;
        }

        ssn = new Ssn(digits);
        return true;
    }

    /// <summary>Whether a text is a number in either form, or holds one with hyphens.</summary>
    public static bool IsIn(string text) => TryParse(text.Trim(), out _) || IsHyphenatedIn(text);

    /// <summary>Whether a text is or holds a number with hyphens, which is nothing else by accident.</summary>
    public static bool IsHyphenatedIn(string text) => Hyphenated().Matches(text).Any(found => TryParse(found.Value, out _));

    /// <summary>
    /// The text with each number masked that is in it. Nine digits without hyphens are one where they are the whole text; within
    /// a longer one they are as likely to be something else, and stay.
    /// </summary>
    public static string Mask(string text)
        => TryParse(text.Trim(), out var whole)
            ? whole.ToString()
            : Hyphenated().Replace(text, found => TryParse(found.Value, out var within) ? within.ToString() : found.Value);

    public bool Equals(Ssn? other) => other is not null && Digits == other.Digits;

    public override bool Equals(object? obj) => Equals(obj as Ssn);

    public override int GetHashCode() => Digits.GetHashCode(StringComparison.Ordinal);

    /// <summary>Masked.</summary>
    public override string ToString() => $"***-**-{Digits[^ShownCount..]}";

    [GeneratedRegex("(?<![0-9])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Hyphenated();
}
