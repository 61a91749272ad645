using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Payments.People;

/// <summary>
/// Seals Social Security numbers for storage, with AES-256-GCM under a versioned key, and makes the fingerprints by
/// which they are found, HMAC-SHA256 under another. A sealed number is bound to its person: it does not open for another.
/// </summary>
public sealed class SsnVault(SsnKeys keys)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const char VersionEnd = '.';

    /// <summary>Sealed under the current key: <c>version.base64url(nonce, tag, cipher text)</c>; another text each time.</summary>
    /// <param name="ssn">The number.</param>
    /// <param name="clientId">Whose it is.</param>
    public string Seal(Ssn ssn, string clientId)
    {
        var plain = Encoding.ASCII.GetBytes(ssn.Digits);
        var all = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = all.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(keys.Of(keys.Current), TagBytes);
        aes.Encrypt(nonce, plain, all.AsSpan(NonceBytes + TagBytes), all.AsSpan(NonceBytes, TagBytes), Encoding.ASCII.GetBytes(clientId));
        return string.Create(CultureInfo.InvariantCulture, $"{keys.Current}{VersionEnd}{Base64Url.EncodeToString(all)}");
    }

    /// <exception cref="CryptographicException">It was changed, is another person's, or was sealed under another key.</exception>
    /// <exception cref="InvalidOperationException">The key of its version is not configured.</exception>
    public Ssn Open(string sealedSsn, string clientId)
    {
        var end = sealedSsn.IndexOf(VersionEnd, StringComparison.Ordinal);
        if (end < 1 || !int.TryParse(sealedSsn.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || !Base64Url.IsValid(sealedSsn.AsSpan(end + 1)))
        {
            throw new CryptographicException("What is stored is no sealed number.");
        }

        var all = Base64Url.DecodeFromChars(sealedSsn.AsSpan(end + 1));
        if (all.Length <= NonceBytes + TagBytes)
        {
            throw new CryptographicException("What is stored is no sealed number.");
        }

        var plain = new byte[all.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(keys.Of(version), TagBytes);
        aes.Decrypt(all.AsSpan(0, NonceBytes), all.AsSpan(NonceBytes + TagBytes), all.AsSpan(NonceBytes, TagBytes), plain, Encoding.ASCII.GetBytes(clientId));
        return Ssn.TryParse(Encoding.ASCII.GetString(plain), out var ssn) ? ssn : throw new CryptographicException("What was sealed is no Social Security number.");
    }

    /// <summary>The same for the same number: by it a person is found without opening anything. Lower-case hex.</summary>
    public string Fingerprint(Ssn ssn) => Convert.ToHexStringLower(HMACSHA256.HashData(keys.Search, Encoding.ASCII.GetBytes(ssn.Digits)));
}
