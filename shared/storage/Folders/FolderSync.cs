using System.Runtime.InteropServices;

namespace Serverless.Storage.Folders;

/// <summary>What .NET has no call for: naming a file only where the name is free, and flushing a folder's entries.</summary>
/// <remarks>
/// On Unix, <see cref="File.Move(string, string, bool)"/> without overwriting looks first and renames then, so two
/// at once can both succeed; a hard link is refused by the system itself. On Windows the move is atomic, and folders
/// cannot be flushed: NTFS journals their entries.
/// </remarks>
public static partial class FolderSync
{
    private const int ErrorExists = 17;
    private const int OpenReadOnly = 0;

    /// <returns>False where the name was taken; the file then keeps its old one.</returns>
    public static bool MoveIfAbsent(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            return MoveOnWindows(from, to);
        }

        if (Link(from, to) == 0)
        {
            File.Delete(from);
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == ErrorExists
            ? false
            : throw new IOException($"Could not name '{to}': {Marshal.GetPInvokeErrorMessage(error)} (error {error}). The folder must be on a file system with hard links.");
    }

    /// <summary>Makes durable which files the folder has.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, OpenReadOnly);
        Check(descriptor, folder);
        try
        {
            Check(Flush(descriptor), folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static bool MoveOnWindows(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    private static void Check(int result, string folder)
    {
        if (result < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException($"Could not flush the folder '{folder}' to disk: {Marshal.GetPInvokeErrorMessage(error)} (error {error}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
