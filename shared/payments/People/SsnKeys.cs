namespace Serverless.Payments.People;

/// <summary>
/// The keys that Social Security numbers are kept under. New ones are sealed under the current version; older versions
/// stay for reading. The search key has no version: changing it means writing every person's fingerprint anew.
/// </summary>
public sealed class SsnKeys
{
    public const int KeyBytes = 32;

    private readonly Dictionary<int, byte[]> sealing;

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
        this.sealing = sealing.ToDictionary(key => key.Key, key => key.Value.ToArray());
    }

    public int Current { get; }

    internal byte[] Search { get; }

    /// <exception cref="InvalidOperationException">There is no such version; the message says what to configure.</exception>
    internal byte[] Of(int version) => sealing.TryGetValue(version, out var key)
        ? key
        : throw new InvalidOperationException($"A Social Security number is sealed under key version {version}, which is not configured. Put the key of that version back.");
}
