using System.Diagnostics;

namespace Serverless.Sqlite;

/// <summary>
/// Keeps a second process out of a database: an exclusively opened lock file, which the operating system releases
/// when the process ends in whatever way, and beside it a note of who holds it.
/// </summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly FileStream held;

    private DatabaseLock(FileStream held) => this.held = held;

    /// <exception cref="DatabaseInUseException">Somebody else holds it.</exception>
    public static DatabaseLock Take(string databasePath)
    {
        var lockPath = databasePath + ".lock";
        var holderPath = databasePath + ".holder";
        FileStream stream;
        try
        {
            stream = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new DatabaseInUseException(databasePath, ReadHolder(holderPath));
        }

        using var process = Process.GetCurrentProcess();
        File.WriteAllText(holderPath, $"process {Environment.ProcessId} ({process.ProcessName}) on {Environment.MachineName}");
        return new DatabaseLock(stream);
    }

    public void Dispose() => held.Dispose();

    private static string ReadHolder(string holderPath)
    {
        try
        {
            return File.ReadAllText(holderPath);
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
