using System.Diagnostics;

namespace Serverless.Sqlite;

/// <summary>
/// Keeps a second process out of a database: an exclusively opened lock file, which the operating system releases
/// when the process ends in whatever way, and beside it a note of who holds it.
/// </summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly FileStream held;
    private readonly string notePath;

    private DatabaseLock(FileStream held, string notePath)
    {
        this.held = held;
        this.notePath = notePath;
    }

    /// <exception cref="DatabaseInUseException">Somebody else holds it.</exception>
    public static DatabaseLock Take(string databasePath)
    {
        var notePath = databasePath + ".holder";
        FileStream held;
        try
        {
            held = new FileStream(databasePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            throw new DatabaseInUseException(databasePath, ReadNote(notePath));
        }

        try
        {
            using var process = Process.GetCurrentProcess();
            File.WriteAllText(notePath, $"process {Environment.ProcessId} ({process.ProcessName}) on {Environment.MachineName}");
            return new DatabaseLock(held, notePath);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            // Before the lock goes, so that the note of whoever takes it next is not deleted instead.
            File.Delete(notePath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The note only informs; the lock is what counts, and it must go.
        }

        held.Dispose();
    }

    /// <summary>Whether somebody has the file open: EWOULDBLOCK of Linux or of macOS, or a sharing violation of Windows.</summary>
    private static bool IsHeld(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string ReadNote(string notePath)
    {
        try
        {
            return File.ReadAllText(notePath) is { Length: > 0 } note ? note : "another process";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}
