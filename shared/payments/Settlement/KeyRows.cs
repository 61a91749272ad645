using System.Security.Cryptography;
using System.Text;

namespace Serverless.Payments.Settlement;

/// <summary>
/// Where the records of a key stand in the table of its payment system: the file that has it and its answer side by side, so
/// that one query reads both, in a partition that the key alone decides, so that no two files ever have it.
/// </summary>
internal static class KeyRows
{
    /// <summary>Partitions that the keys are spread over: one of Azure takes some 2,000 rows a second, and a batch of 100 keys still needs few transactions.</summary>
    private const int Shards = 16;

    /// <summary>Characters of a key as it is written into a row's, which has at most 512 of them.</summary>
    private const int EncodedCharsMax = 480;

    /// <summary>Whether a row's key can hold it; what cannot was never sent.</summary>
    public static bool CanHold(string key) => key.Length is > 0 and <= EncodedCharsMax && Encode(key).Length <= EncodedCharsMax;

    public static string Partition(string key) => $"key|{SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % Shards:D2}";

    /// <summary>The row that says which file has the key.</summary>
    public static string Claim(string key) => $"{Both(key)}file";

    public static string Answer(string key) => $"{Both(key)}answer";

    /// <summary>What the keys of both rows begin with, and no other's.</summary>
    public static string Both(string key) => $"{Encode(key)}|";

    /// <summary>In percent notation, but with '=': some tools decode a '%' of a row's key when they should not.</summary>
    private static string Encode(string key) => Uri.EscapeDataString(key).Replace('%', '=');
}
