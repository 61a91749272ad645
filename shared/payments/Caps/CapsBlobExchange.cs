using Serverless.Payments.Approvals;
using Serverless.Payments.Settlement;
using Serverless.Storage;

namespace Serverless.Payments.Caps;

/// <summary>
/// CAPS reached through blobs: the same files as <see cref="CapsFileExchange"/>, in the container <see cref="Container"/>,
/// with their records in the table <see cref="Tables.Caps"/>.
/// </summary>
/// <param name="tables">The records.</param>
/// <param name="blobs">The files.</param>
/// <param name="clock">Dates the records.</param>
public sealed class CapsBlobExchange(ITableStore tables, IBlobStore blobs, TimeProvider clock)
    : BlobExchange<CapsInstruction>(tables, blobs, new(Tables.Caps, Container), CapsBatchFile.Format, clock), ICaps
{
    /// <summary>The container of all its files.</summary>
    public const string Container = Containers.Caps;

    /// <summary>No objection ever: CAPS cannot be asked beforehand through files, and says in its answer what it objects to.</summary>
    public Task<IReadOnlyList<ValidationMessage>> ValidateAsync(PaymentFacts facts, CancellationToken cancellation)
        => Task.FromResult<IReadOnlyList<ValidationMessage>>([]);
}
