using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Serverless.Payments.People;

/// <summary>
/// The keys that Social Security numbers are kept under. New ones are sealed under the current version; older versions
/// stay for reading. The search key has no version: changing it means writing every person's fingerprint anew.
/// </summary>
public sealed class SsnKeys
{
    public const int KeyBytes = 32;

    /// <param name="current">The version that new numbers are sealed under.</param>
    /// <param name="sealing">Every version's key, 32 random bytes each.</param>
    /// <param name="search">The key of the fingerprints, 32 random bytes, and none of the others.</param>
    /// <exception cref="ArgumentException">A key is missing, has another length, or serves two purposes.</exception>
    public SsnKeys(int current, IReadOnlyDictionary<int, byte[]> sealing, byte[] search)
    {
        if (!sealing.ContainsKey(current))
        {
            throw new ArgumentException($"The current version is {current}, and there is no key of that version.", nameof(current));
        }

        if (sealing.Keys.Any(version => version < 1) || sealing.Values.Append(search).Any(key => key.Length != KeyBytes))
        {
            throw new ArgumentException($"Every key has {KeyBytes} bytes, and versions count from 1.", nameof(sealing));
        }

        if (sealing.Values.Any(key => key.AsSpan().SequenceEqual(search)))
        {
            throw new ArgumentException("The search key is a key of its own; it is the same as one that seals.", nameof(search));
        }

        Current = current;
        Search = [.. search];
        Sealing = sealing.ToDictionary(key => key.Key, key => key.Value.ToArray());
    }

    public int Current { get; }

    internal byte[] Search { get; }

    /// <summary>By version.</summary>
    internal IReadOnlyDictionary<int, byte[]> Sealing { get; }

    /// <summary>Fresh random ones, of version 1.</summary>
    public static SsnKeys CreateRandom()
        => new(1, new Dictionary<int, byte[]> { [1] = RandomNumberGenerator.GetBytes(KeyBytes) }, RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>Reads a version: a whole number from 1.</summary>
    public static bool TryReadVersion(string? text, out int version)
        => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out version) && version >= 1;

    /// <summary>Reads a key as it is configured: base64 of <see cref="KeyBytes"/> bytes.</summary>
    public static bool TryReadKey(string? text, [NotNullWhen(true)] out byte[]? key)
    {
        var buffer = new byte[KeyBytes];
        key = text is not null && Convert.TryFromBase64String(text.Trim(), buffer, out var written) && written == KeyBytes ? buffer : null;
        return key is not null;
    }

    /// <exception cref="InvalidOperationException">There is no such version; the message says what to configure.</exception>
    internal byte[] Of(int version) => Sealing.TryGetValue(version, out var key)
        ? key
        : throw new InvalidOperationException($"A Social Security number is sealed under key version {version}, which is not configured. Put the key of that version back.");
}
