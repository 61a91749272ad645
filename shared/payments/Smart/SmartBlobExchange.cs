using Serverless.Payments.Settlement;
using Serverless.Storage;

namespace Serverless.Payments.Smart;

/// <summary>
/// SMART reached through blobs (KEES-6): the same files as <see cref="SmartFileExchange"/>, in the container
/// <see cref="Containers.Smart"/>, with their records in the table <see cref="Tables.Smart"/>.
/// </summary>
/// <param name="tables">The records.</param>
/// <param name="blobs">The files.</param>
/// <param name="clock">Dates the records.</param>
public sealed class SmartBlobExchange(ITableStore tables, IBlobStore blobs, TimeProvider clock)
    : BlobExchange<SmartInstruction>(tables, blobs, new(Tables.Smart, Containers.Smart), SmartBatchFile.Format, clock), ISmart;
