namespace Serverless.Storage;

/// <summary>The blob port: whole contents under a name, in a container. Contents are never appended to.</summary>
/// <remarks>
/// Names are relative paths of segments of letters, digits, '-', '_' and '.', with '/' between; no segment begins or
/// ends with '.' (<see cref="BlobLimits"/>, checked alike by every adapter). Because a blob may be a file, none may
/// have another's folder as its name (<c>a</c> beside <c>a/b</c>), nor differ from another by case alone.
/// </remarks>
public interface IBlobStore
{
    /// <summary>Writes the content whole; durable when the call returns.</summary>
    /// <returns>False where a blob of that name exists and <paramref name="overwrite"/> is false; nothing was written then.</returns>
    /// <exception cref="InvalidOperationException">The name is another blob's folder, or its folder is another blob; a container in Azure lets it pass.</exception>
    Task<bool> PutAsync(string container, string name, ReadOnlyMemory<byte> content, bool overwrite = false, CancellationToken cancellation = default);

    /// <summary>The content, or null where there is none.</summary>
    Task<byte[]?> GetAsync(string container, string name, CancellationToken cancellation = default);

    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(string container, string name, CancellationToken cancellation = default);

    /// <summary>Names with the prefix, in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string container, string? prefix = null, CancellationToken cancellation = default);
}
