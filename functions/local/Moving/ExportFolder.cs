using System.Security.Cryptography;
using System.Text;
using Serverless.Storage;
using Serverless.Storage.Folders;

namespace Serverless.Local.Moving;

/// <summary>
/// An installation as plain files: <c>tables/NAME.jsonl</c>, <c>blobs/CONTAINER/…</c>, <c>files/FOLDER/…</c>, their hashes
/// in <c>SHA256SUMS</c>, and <c>manifest.json</c> with its own hash beside it.
/// </summary>
internal sealed class ExportFolder(string root) : IHoldings
{
    private const string Manifest = "manifest.json";
    private const string ManifestSum = "manifest.json.sha256";
    private const string Sums = "SHA256SUMS";

    public string Root { get; } = Path.GetFullPath(root);

    private string ManifestPath => Path.Combine(Root, Manifest);

    /// <summary>Makes the folder; one that is there must be empty.</summary>
    public void Create()
    {
        if (File.Exists(Root) || (Directory.Exists(Root) && Directory.EnumerateFileSystemEntries(Root).Any()))
        {
            throw new MovingException($"'{Root}' is not an empty folder. Name a new one, so that an export has nothing of another in it.");
        }

        PrivateFile.CreateFolder(Root);
    }

    public Task WriteTableAsync(string table, IAsyncEnumerable<TableRow> rows, CancellationToken cancellation)
        => PrivateFile.WriteAsync(TablePath(table), stream => RowLines.WriteAsync(stream, rows, cancellation));

    public Task WriteBlobAsync(string container, Piece blob, CancellationToken cancellation) => WriteAsync(Path.Combine("blobs", container), blob, cancellation);

    public Task WriteFileAsync(string folder, Piece file, CancellationToken cancellation) => WriteAsync(Path.Combine("files", folder), file, cancellation);

    public IAsyncEnumerable<TableRow> RowsAsync(string table, CancellationToken cancellation)
        => File.Exists(TablePath(table)) ? RowLines.ReadAsync(TablePath(table), cancellation) : AsyncEnumerable.Empty<TableRow>();

    public IAsyncEnumerable<Piece> BlobsAsync(string container, CancellationToken cancellation) => FolderFiles.Regular(Path.Combine(Root, "blobs", container)).ToAsyncEnumerable();

    public IAsyncEnumerable<Piece> FilesAsync(string folder, CancellationToken cancellation) => FolderFiles.Regular(Path.Combine(Root, "files", folder)).ToAsyncEnumerable();

    /// <summary>Seals what was written: the hashes of all files, and last the manifest.</summary>
    public async Task SealAsync(DateTimeOffset exportedAt, string source, IReadOnlyList<string> leftBehind, Inventory inventory, CancellationToken cancellation)
    {
        var sums = Encoding.UTF8.GetBytes(HashList.Write(await HashFilesAsync(cancellation)));
        await WriteAsync(Sums, sums);
        var manifest = new MoveManifest(MoveManifest.FormatNow, exportedAt, source, HashOf(sums), leftBehind, inventory).Write();
        await WriteAsync(ManifestSum, Encoding.UTF8.GetBytes(HashList.Write([new(Manifest, HashOf(manifest))])));

        // The manifest says that all is there, and so it must be, whatever ends the machine.
        FolderFiles.Flush(Root);
        await WriteAsync(Manifest, manifest);
        FolderSync.Flush(Root);
    }

    /// <summary>Reads the manifest, and checks that every file is the one that was written.</summary>
    /// <returns>The manifest, and its SHA-256, by which an export is known.</returns>
    /// <exception cref="InvalidDataException">It is no whole export; the message names the file.</exception>
    public async Task<(MoveManifest Manifest, string Sha256)> OpenAsync(CancellationToken cancellation)
    {
        if (!File.Exists(ManifestPath))
        {
            throw new InvalidDataException($"'{Root}' has no {Manifest}: it is no export, or one that was broken off. Export again into a new folder.");
        }

        var content = await File.ReadAllBytesAsync(ManifestPath, cancellation);
        var manifest = MoveManifest.Read(content, ManifestPath);
        var sha256 = HashOf(content);
        if (!File.Exists(Path.Combine(Root, ManifestSum)) || await File.ReadAllTextAsync(Path.Combine(Root, ManifestSum), cancellation) != HashList.Write([new(Manifest, sha256)]))
        {
            throw Changed($"{Manifest} or {ManifestSum}");
        }

        var sums = File.Exists(Path.Combine(Root, Sums)) ? await File.ReadAllBytesAsync(Path.Combine(Root, Sums), cancellation) : [];
        if (HashOf(sums) != manifest.SumsSha256)
        {
            throw Changed(Sums);
        }

        await CheckFilesAsync(HashList.Read(Encoding.UTF8.GetString(sums)), cancellation);
        return (manifest, sha256);
    }

    private async Task CheckFilesAsync(IReadOnlyList<NamedHash> written, CancellationToken cancellation)
    {
        var standing = (await HashFilesAsync(cancellation)).ToDictionary(file => file.Name, file => file.Sha256, StringComparer.Ordinal);
        foreach (var file in written)
        {
            if (!standing.Remove(file.Name, out var sha256) || sha256 != file.Sha256)
            {
                throw Changed(file.Name);
            }
        }

        if (standing.Keys.FirstOrDefault() is { } added)
        {
            throw new InvalidDataException($"'{added}' in '{Root}' is no part of the export. Take it out, or copy the export again.");
        }
    }

    private async Task<IReadOnlyList<NamedHash>> HashFilesAsync(CancellationToken cancellation)
    {
        var hashes = new List<NamedHash>();
        foreach (var file in FolderFiles.Regular(Root).Where(file => file.Name is not (Manifest or ManifestSum or Sums)))
        {
            await using var content = await file.OpenAsync(cancellation);
            hashes.Add(new NamedHash(file.Name, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation))));
        }

        return hashes;
    }

    private InvalidDataException Changed(string name)
        => new($"'{name}' in '{Root}' is missing or not as it was exported. Nothing was imported; copy the export again, or make another.");

    private Task WriteAsync(string name, byte[] content) => PrivateFile.WriteAsync(Path.Combine(Root, name), stream => stream.WriteAsync(content).AsTask());

    private async Task WriteAsync(string folder, Piece piece, CancellationToken cancellation)
    {
        await using var content = await piece.OpenAsync(cancellation);
        await PrivateFile.WriteAsync(Path.Combine([Root, folder, .. piece.Name.Split('/')]), stream => content.CopyToAsync(stream, cancellation));
    }

    private string TablePath(string table) => Path.Combine(Root, "tables", $"{table}.jsonl");

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
