using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Serverless.Local.Inbox;

/// <summary>
/// What Linux knows of a file and the base library has no word for. Where the system cannot tell (another system,
/// another file system, somebody else's file) the answer is the harmless one, and the other rules of the drop remain.
/// </summary>
internal static class LinuxFile
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeWanted = 1;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    private const int OpenNonBlocking = 0x800;
    private const int OpenCloseOnExec = 0x80000;
    private const int SetSignal = 10;
    private const int SetLease = 1024;
    private const int ReadLease = 0;
    private const int UrgentSignal = 23;
    private const int TryAgain = 11;

    /// <summary>Whether it is a regular file, and no pipe, socket or device. It is neither opened nor followed.</summary>
    public static bool IsRegular(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        try
        {
            var status = new byte[256];
            return Statx(CurrentFolder, path, NoFollow, TypeWanted, status) != 0
                || (BitConverter.ToUInt16(status, ModeOffset) & TypeMask) == RegularFile;
        }
        catch (EntryPointNotFoundException)
        {
            return true;
        }
    }

    /// <summary>
    /// Whether some process has the file open for writing: the system then refuses a read lease. So a writer that
    /// pauses keeps its file, however long it pauses.
    /// </summary>
    public static bool IsOpenForWriting(string path)
    {
        if (!OperatingSystem.IsLinux() || OpenNoFollow() is not { } noFollow)
        {
            return false;
        }

        using var file = new SafeFileHandle(Open(path, OpenNonBlocking | OpenCloseOnExec | noFollow), ownsHandle: true);
        if (file.IsInvalid)
        {
            return false;
        }

        // Who opens the file while the lease stands makes the system signal us; this signal is ignored by default,
        // where the usual one would end the process. Closing gives the lease back.
        return Control(file, SetSignal, UrgentSignal) == 0
            && Control(file, SetLease, ReadLease) != 0
            && Marshal.GetLastPInvokeError() == TryAgain;
    }

    private static int? OpenNoFollow() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 or Architecture.X86 => 0x20000,
        Architecture.Arm64 or Architecture.Arm => 0x8000,
        _ => null,
    };

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] status);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, int argument);
}
