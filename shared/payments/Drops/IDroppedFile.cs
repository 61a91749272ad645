namespace Serverless.Payments.Drops;

/// <summary>A file that somebody dropped, wherever it lies; a port of hosts that are told of each file by itself.</summary>
public interface IDroppedFile
{
    /// <summary>Its name, the folders it was dropped in left out.</summary>
    string Name { get; }

    /// <summary>What makes this delivery itself: the same for the same file told of again, another for another content or another drop.</summary>
    string DeliveryId { get; }

    /// <summary>Its size in bytes.</summary>
    long Length { get; }

    /// <summary>Its content; null where it has gone or was replaced since it was told of.</summary>
    Task<byte[]?> ReadAsync(CancellationToken cancellation);

    /// <summary>Writes the report, then the file beside it, and only then takes it out of the inbox. Repeating it changes nothing further.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="name">The name it has there; nothing else has it.</param>
    /// <param name="report">What its report says; under the same name with <see cref="FileDrop.ReportEnding"/>.</param>
    /// <param name="cancellation">Gives up; the next time goes on.</param>
    Task PlaceAsync(string folder, string name, ReadOnlyMemory<byte> report, CancellationToken cancellation);
}
