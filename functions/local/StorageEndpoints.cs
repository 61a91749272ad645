namespace Serverless.Local;

/// <summary>The two addresses of an account that is used as an identity, without a key.</summary>
internal sealed record StorageEndpoints(Uri Tables, Uri Blobs)
{
    private const string TablesName = "TableEndpoint";
    private const string BlobsName = "BlobEndpoint";

    /// <summary>Null where the text names anything else: then it is a connection string with a secret, or none at all.</summary>
    /// <exception cref="StartupException">One of the addresses is missing or cannot be used. The message repeats none, because one may hold a secret.</exception>
    public static StorageEndpoints? Read(string connection)
    {
        var parts = connection.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).ToList();
        if (parts.Count == 0 || parts.Any(part => part.Length != 2 || !(Is(part[0], TablesName) || Is(part[0], BlobsName))))
        {
            return null;
        }

        return new StorageEndpoints(AddressOf(parts, TablesName), AddressOf(parts, BlobsName));
    }

    /// <summary>Always https: a token that went over an open line would be anybody's, and the SDK refuses to send one.</summary>
    private static Uri AddressOf(List<string[]> parts, string name)
    {
        var given = parts.Where(part => Is(part[0], name)).Select(part => part[1]).ToList();
        return given.Count == 1 && Uri.TryCreate(given[0], UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0
            ? address
            : throw new StartupException($"--storage or Serverless__Storage without a key must name {TablesName} and {BlobsName}, each once and as an https address with nothing behind it, and {name} is {(given.Count == 0 ? "missing" : "not so")}. It looks like 'TableEndpoint=https://NAME.table.core.windows.net;BlobEndpoint=https://NAME.blob.core.windows.net'.");
    }

    private static bool Is(string given, string name) => string.Equals(given.Trim(), name, StringComparison.OrdinalIgnoreCase);
}
