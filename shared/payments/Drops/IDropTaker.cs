namespace Serverless.Payments.Drops;

/// <summary>Takes in one kind of dropped file.</summary>
public interface IDropTaker
{
    /// <summary>What the names of such files end in, the point included: <c>.csv</c>. Files of other kinds may have the same.</summary>
    IReadOnlyList<string> Endings { get; }

    /// <summary>Whether the file, whose name ends as expected, is of this kind by its beginning. Never throws on what it holds.</summary>
    bool Takes(DroppedContent file);

    /// <summary>Takes it in once by its content, or refuses it with every fault.</summary>
    /// <returns>What became of it; null where it is still at work after the wait.</returns>
    Task<DropReport?> TakeInAsync(DroppedContent file, TimeSpan wait, CancellationToken cancellation);
}

/// <summary>A dropped file that was read.</summary>
/// <param name="DeliveryId">What makes this delivery itself.</param>
/// <param name="Name">As it was dropped.</param>
public sealed record DroppedContent(string DeliveryId, string Name, ReadOnlyMemory<byte> Content);
