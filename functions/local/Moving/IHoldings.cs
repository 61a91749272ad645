using Serverless.Storage;

namespace Serverless.Local.Moving;

/// <summary>What an installation has, wherever it stands: in its storage or in an export.</summary>
internal interface IHoldings
{
    /// <summary>The rows of a table, ordered by partition and row.</summary>
    IAsyncEnumerable<TableRow> RowsAsync(string table, CancellationToken cancellation);

    /// <summary>The blobs of a container, in the ordinal order of their names.</summary>
    IAsyncEnumerable<Piece> BlobsAsync(string container, CancellationToken cancellation);

    /// <summary>The regular files of a folder and of those within, in the ordinal order of their names.</summary>
    IAsyncEnumerable<Piece> FilesAsync(string folder, CancellationToken cancellation);
}

/// <summary>A blob or a file.</summary>
/// <param name="Name">Relative, with '/' between its parts.</param>
/// <param name="OpenAsync">Opens the content for reading.</param>
internal sealed record Piece(string Name, Func<CancellationToken, Task<Stream>> OpenAsync);
