using System.Buffers.Text;
using System.Security.Cryptography;

namespace Serverless.Payments.Mails.Links;

/// <summary>
/// What a link carries: 24 random bytes and, over them, 16 bytes of HMAC-SHA256 under a key of this installation, as base64url.
/// Whoever has it may decide, so it shows itself to nobody by accident: only <see cref="Reveal"/> answers it.
/// </summary>
public sealed class LinkToken
{
    /// <summary>Characters of a token.</summary>
    public const int Chars = 54;

    private const int RandomBytes = 24;
    private const int TagBytes = 16;
    private readonly string text;

    private LinkToken(string text) => this.text = text;

    /// <summary>Under which it is stored: its SHA-256, from which nobody makes it.</summary>
    internal string Hash => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text)));

    /// <summary>The token itself, for the link and for nothing else.</summary>
    public string Reveal() => text;

    public override string ToString() => "(a link's token)";

    internal static LinkToken Create(LinkKey key)
    {
        Span<byte> bytes = stackalloc byte[RandomBytes + TagBytes];
        RandomNumberGenerator.Fill(bytes[..RandomBytes]);
        Sign(key, bytes[..RandomBytes], bytes[RandomBytes..]);
        return new LinkToken(Base64Url.EncodeToString(bytes));
    }

    /// <summary>The token, or null where this installation never made it.</summary>
    internal static LinkToken? Parse(LinkKey key, string? text)
    {
        Span<byte> bytes = stackalloc byte[RandomBytes + TagBytes];
        if (text?.Length != Chars || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != bytes.Length)
        {
            return null;
        }

        Span<byte> tag = stackalloc byte[TagBytes];
        Sign(key, bytes[..RandomBytes], tag);

        // Two spellings of the same bytes would be two tokens.
        return CryptographicOperations.FixedTimeEquals(tag, bytes[RandomBytes..]) && Base64Url.EncodeToString(bytes) == text ? new LinkToken(text) : null;
    }

    private static void Sign(LinkKey key, ReadOnlySpan<byte> random, Span<byte> tag)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Sign(random, whole);
        whole[..TagBytes].CopyTo(tag);
    }
}
