using System.Diagnostics.CodeAnalysis;

namespace Serverless.Payments.People;

/// <summary>
/// A Social Security number in memory. It has no way into JSON or a log but masked: its text form is
/// <c>***-**-1234</c>, and only <see cref="SsnVault"/> reads the digits.
/// </summary>
public sealed class Ssn : IEquatable<Ssn>
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

    public bool Equals(Ssn? other) => other is not null && Digits == other.Digits;

    public override bool Equals(object? obj) => Equals(obj as Ssn);

    public override int GetHashCode() => Digits.GetHashCode(StringComparison.Ordinal);

    /// <summary>Masked.</summary>
    public override string ToString() => $"***-**-{Digits[^ShownCount..]}";
}
