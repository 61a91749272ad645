namespace Serverless.Sqlite;

/// <summary>Another process, or another part of this one, has the database open.</summary>
public sealed class DatabaseInUseException(string path, string holder)
    : Exception($"The database '{path}' is in use by {holder}. One process may have it open: stop that one, or choose another data folder with --data.")
{
    public string Path { get; } = path;

    /// <summary>Who holds it, in words.</summary>
    public string Holder { get; } = holder;
}
