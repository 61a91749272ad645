using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Serverless.Storage;

namespace Serverless.Local.Moving;

/// <summary>Counts and hashes rows or pieces one after the other (see <see cref="TableSum"/> and <see cref="PieceSum"/>).</summary>
internal sealed class Digest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Count { get; private set; }

    public long Bytes { get; private set; }

    public void Add(TableRow row)
    {
        Count++;
        Add(row.PartitionKey);
        Add(row.RowKey);
        Add(row.Data);
    }

    public async Task AddAsync(Piece piece, CancellationToken cancellation)
    {
        await using var content = await piece.OpenAsync(cancellation);
        Add(piece.Name);
        hash.AppendData(await SHA256.HashDataAsync(content, cancellation));
        Count++;
        Bytes += content.Position;
    }

    /// <summary>Over all that was added; ends the digest.</summary>
    public string Sha256() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();

    /// <summary>A text goes in with its length, so that no two lists of texts run into the same bytes.</summary>
    private void Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
