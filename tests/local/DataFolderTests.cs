using Serverless.Testing;

namespace Serverless.Local.Tests;

/// <summary>Who may look into the data folder.</summary>
public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_the_host_makes_is_its_owners_alone_but_for_the_inbox()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var stack = await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System);

        var data = stack.Data;
        foreach (var path in (string[])[data.Root, data.Blobs, data.Caps, data.Mail, data.Done, data.Rejected, data.Taking, data.Keys, data.Database, data.Database + "-wal"])
        {
            Assert.True((File.GetUnixFileMode(path) & Others) == UnixFileMode.None, path);
        }
    }

    [Fact]
    public void Access_that_was_given_is_kept_but_for_keys_and_files_on_their_way()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string[] parts = ["inbox", "done", "rejected", "caps", "smart", "blobs", "taking", "keys"];
        foreach (var path in parts.Select(part => folder.Combine("data", part)).Prepend(folder.Combine("data")))
        {
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, Everybody);
        }

        var data = DataFolder.Open(folder.Combine("data"));

        foreach (var path in (string[])[data.Root, data.Inbox, data.Done, data.Rejected, data.Caps, data.Smart, data.Blobs])
        {
            Assert.True(File.GetUnixFileMode(path) == Everybody, path);
        }

        foreach (var path in (string[])[data.Taking, data.Keys])
        {
            Assert.True((File.GetUnixFileMode(path) & Others) == UnixFileMode.None, path);
        }
    }
}
