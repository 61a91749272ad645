using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Local.Inbox;
using Serverless.Payments.Drops;
using Serverless.Testing;

namespace Serverless.Local.Tests.Inbox;

/// <summary>What is taken out of the inbox, and what is left there.</summary>
[Trait("Req", "ALL-2")]
public sealed class InboxScanTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly DataFolder data;
    private readonly InboxScan scan;

    public InboxScanTests()
    {
        data = DataFolder.Open(folder.Path);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        scan = new InboxScan(data.Inbox, new Taking(data.Taking, time), time, NullLogger.Instance);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_are_taken_the_oldest_first_into_folders_of_their_own()
    {
        Write("b.csv", day: 2);
        Write("a.csv", day: 3);
        Write("c.csv", day: 1);

        var taken = scan.Run(100);

        Assert.Equal(["c.csv", "b.csv", "a.csv"], taken.Select(file => file.Name));
        Assert.Distinct(taken.Select(file => file.DeliveryId));
        Assert.All(taken, file => Assert.Equal(Path.Combine(data.Taking, file.DeliveryId, file.Name), file.Path));
        Assert.All(taken, file => Assert.True(File.Exists(file.Path)));
        Assert.Empty(Directory.GetFileSystemEntries(data.Inbox));
    }

    [Fact]
    public void Scan_takes_no_more_than_there_is_room_for()
    {
        Write("a.csv", day: 1);
        Write("b.csv", day: 2);

        Assert.Equal("a.csv", Assert.Single(scan.Run(1)).Name);
        Assert.Empty(scan.Run(0));
        Assert.Equal("b.csv", Assert.Single(scan.Run(1)).Name);
    }

    [Theory]
    [InlineData(".hidden.csv")]
    [InlineData("a.csv.tmp")]
    [InlineData("a.csv.part")]
    [InlineData("a.PARTIAL")]
    [InlineData("a.csv.crdownload")]
    public void Name_of_something_unfinished_is_left_alone(string name)
    {
        Write(name, day: 1);

        Assert.Empty(scan.Run(100));
        Assert.True(File.Exists(Path.Combine(data.Inbox, name)));
    }

    [Fact]
    public void Folder_pipe_and_unreadable_name_are_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(data.Inbox, "folder.csv"));
        if (!OperatingSystem.IsWindows())
        {
            Shell("mkfifo pipe.csv; : > \"$(printf 'not-utf8-\\377.csv')\"");
        }

        Write("good.csv", day: 1);
        Assert.Equal("good.csv", Assert.Single(scan.Run(100)).Name);
        Assert.Empty(scan.Run(100));
        Assert.Empty(scan.Run(100));
        Assert.Equal(OperatingSystem.IsWindows() ? 1 : 3, Directory.GetFileSystemEntries(data.Inbox).Length);
        Assert.Single(Directory.GetDirectories(data.Taking));
        if (!OperatingSystem.IsWindows())
        {
            // The library cannot delete what it cannot name.
            Shell("rm not-utf8-*");
        }
    }

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("nothing")]
    public void Link_is_taken_itself_wherever_it_leads(string target)
    {
        var outside = folder.Combine("outside");
        File.WriteAllText(outside, "outside");
        var destination = target switch { "file" => outside, "folder" => data.Blobs, _ => folder.Combine("missing") };
        File.CreateSymbolicLink(Path.Combine(data.Inbox, "link.csv"), destination);

        var taken = Assert.Single(scan.Run(100));

        Assert.Equal(destination, new FileInfo(taken.Path).LinkTarget);
        Assert.Equal("LINK_REFUSED", TakenContent.Refuse(taken, new FileDrop([], NullLogger<FileDrop>.Instance))?.Code);
        Assert.Equal("outside", File.ReadAllText(outside));
    }

    private void Write(string name, int day)
    {
        var path = Path.Combine(data.Inbox, name);
        File.WriteAllText(path, name);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 11, day, 0, 0, 0, DateTimeKind.Utc));
    }

    private void Shell(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = data.Inbox });
        shell.OrFail().WaitForExit();
        Assert.Equal(0, shell!.ExitCode);
    }
}
