using System.Security.Cryptography;
using Serverless.Storage;

namespace Serverless.Payments.Mails.Links;

/// <summary>The key of this installation under which links are signed: a row of the store, made at the first start.</summary>
public sealed class LinkKey
{
    private const string Partition = "keys";
    private const string Row = "mail-links";
    private readonly byte[] key;

    private LinkKey(byte[] key) => this.key = key;

    public static async Task<LinkKey> OpenAsync(ITableStore tables, CancellationToken cancellation = default)
    {
        if (await tables.GetAsync(Tables.Settings, Partition, Row, cancellation) is not { } stored)
        {
            try
            {
                await tables.SubmitAsync(Tables.Settings, Partition, [TableOperation.Insert(Row, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))], cancellation);
            }
            catch (TableConflictException)
            {
                // Another host of the same store made it at this moment; its key holds.
            }

            stored = await tables.GetAsync(Tables.Settings, Partition, Row, cancellation)
                ?? throw new InvalidOperationException("The key of the links in mails was written and cannot be read.");
        }

        return new LinkKey(Convert.FromBase64String(stored.Data));
    }

    internal void Sign(ReadOnlySpan<byte> content, Span<byte> tag) => HMACSHA256.HashData(key, content, tag);
}
