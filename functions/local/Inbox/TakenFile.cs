namespace Serverless.Local.Inbox;

/// <summary>A dropped file in our own hands.</summary>
/// <param name="DeliveryId">Made when it was taken; the name of the folder that it lies in, and so the same after a crash.</param>
/// <param name="Name">As it was dropped.</param>
/// <param name="Path">Where it lies, out of the droppers' reach.</param>
public sealed record TakenFile(string DeliveryId, string Name, string Path)
{
    /// <summary>Attempts that failed for reasons that were not the file's.</summary>
    public int Failures { get; init; }
}
