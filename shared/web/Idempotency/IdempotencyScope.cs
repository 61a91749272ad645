using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Serverless.Web.Idempotency;

/// <summary>A key within its scope, and what was asked under it.</summary>
/// <param name="Hash">SHA-256 over caller, method, path and key, in hex; nothing of them can be read from it.</param>
/// <param name="Fingerprint">SHA-256 over query, media type and body, in hex: what makes another request under the same key another one.</param>
public sealed record IdempotencyScope(string Hash, string Fingerprint)
{
    /// <summary>Keys are spread over so many partitions by the first two digits.</summary>
    public string Partition => $"k|{Hash[..2]}";

    /// <summary>The id that what the request makes derives from.</summary>
    /// <param name="since">When the key was first used; a key that was forgotten and used anew makes something else.</param>
    public string RequestId(DateTimeOffset since) => HashOf([Hash, since.UtcTicks.ToString(CultureInfo.InvariantCulture)], [])[..32];

    public static IdempotencyScope Of(string user, HttpRequest request, string key, ReadOnlySpan<byte> body) => new(
        HashOf([user, request.Method, request.PathBase + request.Path, key], []),
        HashOf([request.QueryString.Value ?? "", request.ContentType?.Split(';')[0].Trim().ToUpperInvariant() ?? ""], body));

    /// <summary>Each text goes in with its length, so that no two lists run into the same bytes.</summary>
    private static string HashOf(ReadOnlySpan<string> texts, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
