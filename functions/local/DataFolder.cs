namespace Serverless.Local;

/// <summary>The folder that holds everything this host writes, and nothing else does it write.</summary>
public sealed class DataFolder
{
    private DataFolder(string root) => Root = root;

    public string Root { get; }

    public string Database => Path.Combine(Root, "serverless.db");

    /// <summary>Where people and programs drop invoice files.</summary>
    public string Inbox => Path.Combine(Root, "inbox");

    /// <summary>Files on their way, each in a folder of its own that is named by its delivery; nobody else's business.</summary>
    public string Taking => Path.Combine(Root, "taking");

    public string Done => Path.Combine(Root, "done");

    public string Rejected => Path.Combine(Root, "rejected");

    public string Mail => Path.Combine(Root, "mail");

    public string Caps => Path.Combine(Root, "caps");

    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>Secrets of this installation; readable by its owner alone.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>Makes the folder and its parts where they are missing.</summary>
    /// <exception cref="StartupException">It is a file, or cannot be written.</exception>
    public static DataFolder Open(string path)
    {
        var folder = new DataFolder(Path.GetFullPath(path));
        if (File.Exists(folder.Root))
        {
            throw new StartupException($"The data folder '{folder.Root}' is a file. Name a folder with --data; it is made where it is missing.");
        }

        try
        {
            foreach (var part in (string[])[folder.Root, folder.Inbox, folder.Done, folder.Rejected, folder.Mail, folder.Caps, folder.Blobs])
            {
                Directory.CreateDirectory(part);
            }

            CreatePrivate(folder.Taking);
            CreatePrivate(folder.Keys);
            foreach (var part in (string[])[folder.Inbox, folder.Done, folder.Rejected])
            {
                folder.CheckRename(part);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data folder '{folder.Root}' cannot be written: {exception.Message} Give this user the right to write there, or name another folder with --data.", exception);
        }

        return folder;
    }

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(path, ownerOnly);
        File.SetUnixFileMode(path, ownerOnly);
    }

    /// <summary>Files are taken and handed on by renaming, which is all or nothing, and works within one file system alone.</summary>
    private void CheckRename(string part)
    {
        var here = Path.Combine(part, $".probe-{Guid.NewGuid():N}");
        var there = Path.Combine(Taking, Path.GetFileName(here));
        Directory.CreateDirectory(here);
        try
        {
            Directory.Move(here, there);
            Directory.Delete(there);
        }
        catch (IOException exception)
        {
            Directory.Delete(here);
            throw new StartupException($"'{part}' and '{Taking}' must lie on one file system, so that files can be renamed between them: {exception.Message}", exception);
        }
    }
}
