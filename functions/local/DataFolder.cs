using Serverless.Payments.People;

namespace Serverless.Local;

/// <summary>
/// The folder that holds everything this host writes, and nothing else does it write. It is full of clients' data: what
/// is made here is made for its owner alone, whatever the umask. Access that was given to what stood before is kept.
/// </summary>
public sealed class DataFolder
{
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

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

    public string Smart => Path.Combine(Root, "smart");

    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>Secrets of this installation; readable by its owner alone.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>What Social Security numbers are kept under, where the configuration gives no keys.</summary>
    public string SsnKeys => Path.Combine(Keys, SsnKeyFile.Name);

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
            foreach (var part in (string[])[folder.Root, folder.Done, folder.Rejected, folder.Mail, folder.Caps, folder.Smart, folder.Blobs, folder.Taking, folder.Keys])
            {
                CreateFolder(part);
            }

            // Behind a root of the owner's own this opens nothing; where the root was opened for droppers, it is theirs.
            Directory.CreateDirectory(folder.Inbox);
            CreateDatabase(folder.Database);
            TakeBack(folder.Taking);
            TakeBack(folder.Keys);
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

    /// <summary>One that is there keeps its mode.</summary>
    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnersFolder);
        }
    }

    /// <summary>An empty file is an empty database, and those that SQLite puts beside it take over its mode.</summary>
    private static void CreateDatabase(string path)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(path))
        {
            new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
        }
    }

    /// <summary>Nobody else has any business there, whoever opened it.</summary>
    private static void TakeBack(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnersFolder);
        }
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
