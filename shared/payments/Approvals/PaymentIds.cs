using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Serverless.Storage;

namespace Serverless.Payments.Approvals;

/// <summary>
/// Makes and reads the ids of payments. An id is one AES block, encrypted under a key of this installation, of the
/// client's number and 64 bits of the submission: it leads to the client's partition without a look-up, gives away
/// nothing about the client, and two payments of one client have nothing in common. The same submission has the same id.
/// </summary>
public sealed class PaymentIds : IDisposable
{
    private const int BlockBytes = 16;
    private const int IdChars = 26;
    private const long ClientMax = 9_999_999_999;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private readonly Aes aes;

    /// <summary>Making a transform costs more than using it, and one serves one thread.</summary>
    private readonly ThreadLocal<(ICryptoTransform Encryptor, ICryptoTransform Decryptor)> transforms;

    /// <param name="key">32 random bytes; the same for the installation's whole life.</param>
    public PaymentIds(byte[] key)
    {
        aes = Aes.Create();
        aes.Key = key;

        // What ECB gives away is which blocks are equal; here every id is one block, and no two have the same content.
#pragma warning disable CA5358
        aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
        aes.Padding = PaddingMode.None;
        transforms = new(() => (aes.CreateEncryptor(), aes.CreateDecryptor()), trackAllValues: true);
    }

    /// <summary>Reads the installation's key from the store, which makes it at the first start; it is as safe, and as lasting, as the records.</summary>
    public static async Task<PaymentIds> OpenAsync(ITableStore tables, CancellationToken cancellation = default)
    {
        const string partition = "keys";
        const string row = "payment-ids";
        if (await tables.GetAsync(Tables.Settings, partition, row, cancellation) is not { } stored)
        {
            try
            {
                var made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
                await tables.SubmitAsync(Tables.Settings, partition, [TableOperation.Insert(row, made)], cancellation);
            }
            catch (TableConflictException)
            {
                // Another host of the same store made it at this moment; its key holds.
            }

            stored = await tables.GetAsync(Tables.Settings, partition, row, cancellation)
                ?? throw new InvalidOperationException("The key of the payment ids was written and cannot be read.");
        }

        return new PaymentIds(Convert.FromBase64String(stored.Data));
    }

    /// <param name="clientId">Ten digits.</param>
    /// <param name="submissionId">What makes the submission itself; the same for a repeated one.</param>
    public string Create(string clientId, string submissionId)
    {
        var block = new byte[BlockBytes];
        BinaryPrimitives.WriteInt64BigEndian(block, long.Parse(clientId, CultureInfo.InvariantCulture));
        SHA256.HashData(Encoding.UTF8.GetBytes(submissionId)).AsSpan(0, 8).CopyTo(block.AsSpan(8));
        var sealedBlock = new byte[BlockBytes];
        transforms.Value.Encryptor.TransformBlock(block, 0, BlockBytes, sealedBlock, 0);
        return Encode(sealedBlock);
    }

    /// <summary>The client that the id leads to; false for whatever this installation has not made.</summary>
    public bool TryReadClient(string paymentId, out string clientId)
    {
        clientId = string.Empty;
        var sealedBlock = new byte[BlockBytes];
        if (!TryDecode(paymentId, sealedBlock))
        {
            return false;
        }

        var block = new byte[BlockBytes];
        transforms.Value.Decryptor.TransformBlock(sealedBlock, 0, BlockBytes, block, 0);
        var client = BinaryPrimitives.ReadInt64BigEndian(block);
        if (client is < 0 or > ClientMax)
        {
            return false;
        }

        clientId = client.ToString("D10", CultureInfo.InvariantCulture);
        return true;
    }

    public void Dispose()
    {
        foreach (var (encryptor, decryptor) in transforms.Values)
        {
            encryptor.Dispose();
            decryptor.Dispose();
        }

        transforms.Dispose();
        aes.Dispose();
    }

    private static string Encode(ReadOnlySpan<byte> block)
    {
        var bits = BinaryPrimitives.ReadUInt128BigEndian(block);
        Span<char> text = stackalloc char[IdChars];
        for (var place = IdChars - 1; place >= 0; place--)
        {
            text[place] = Alphabet[(int)(bits & 31)];
            bits >>= 5;
        }

        return text.ToString();
    }

    private static bool TryDecode(string text, Span<byte> block)
    {
        // The first character carries only the three highest bits.
        if (text.Length != IdChars || Alphabet.IndexOf(text[0], StringComparison.Ordinal) is < 0 or > 7)
        {
            return false;
        }

        UInt128 bits = 0;
        foreach (var character in text)
        {
            var value = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            bits = (bits << 5) | (uint)value;
        }

        BinaryPrimitives.WriteUInt128BigEndian(block, bits);
        return true;
    }
}
