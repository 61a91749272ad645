using System.Security.Cryptography;
using System.Text;

namespace Serverless.Durable.Embedded;

/// <summary>Version 5 UUIDs of instance id, time and counter; the same as Durable Task makes of the same three.</summary>
internal static class DeterministicGuid
{
    private static readonly Guid Namespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    public static Guid Create(string instanceId, DateTime time, int counter)
    {
        var name = Encoding.UTF8.GetBytes($"{instanceId}_{time:o}_{counter}");
        var input = new byte[16 + name.Length];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        name.CopyTo(input, 16);
#pragma warning disable CA5350 // RFC 9562 prescribes SHA-1 for version 5; it guards nothing here.
        var hash = SHA1.HashData(input).AsSpan(0, 16);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
