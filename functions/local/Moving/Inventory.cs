using Serverless.Payments.Moving;

namespace Serverless.Local.Moving;

/// <summary>Everything that an installation has, by counts, totals and hashes that do not depend on where it stands.</summary>
internal sealed record Inventory(IReadOnlyList<TableSum> Tables, IReadOnlyList<PieceSum> Containers, IReadOnlyList<PieceSum> Folders, StoredTotals Totals)
{
    /// <summary>Reads everything.</summary>
    public static async Task<Inventory> TakeAsync(IHoldings holdings, Progress progress, CancellationToken cancellation)
    {
        var totals = new StoredTotalsCount();
        var tables = new List<TableSum>();
        foreach (var table in Holdings.Tables)
        {
            using var digest = new Digest();
            await foreach (var row in holdings.RowsAsync(table, cancellation))
            {
                digest.Add(row);
                totals.Add(table, row);
                progress.Step(table, digest.Count);
            }

            tables.Add(new TableSum(table, digest.Count, digest.Sha256()));
        }

        var containers = new List<PieceSum>();
        foreach (var container in Holdings.Containers)
        {
            containers.Add(await SumAsync(container, holdings.BlobsAsync(container, cancellation), progress, cancellation));
        }

        var folders = new List<PieceSum>();
        foreach (var folder in Holdings.Folders)
        {
            folders.Add(await SumAsync(folder, holdings.FilesAsync(folder, cancellation), progress, cancellation));
        }

        return new Inventory(tables, containers, folders, totals.Sum());
    }

    private static async Task<PieceSum> SumAsync(string name, IAsyncEnumerable<Piece> pieces, Progress progress, CancellationToken cancellation)
    {
        using var digest = new Digest();
        await foreach (var piece in pieces)
        {
            await digest.AddAsync(piece, cancellation);
            progress.Step(name, digest.Count);
        }

        return new PieceSum(name, digest.Count, digest.Bytes, digest.Sha256());
    }
}

/// <param name="Sha256">Over the rows in their order, each as partition key, row key and data, every text as UTF-8 behind its length (four bytes, the highest first).</param>
internal sealed record TableSum(string Name, long Rows, string Sha256);

/// <param name="Bytes">Of all contents.</param>
/// <param name="Sha256">Over the pieces in the order of their names, each as its name (UTF-8 behind its length) and the SHA-256 of its content.</param>
internal sealed record PieceSum(string Name, long Count, long Bytes, string Sha256);
