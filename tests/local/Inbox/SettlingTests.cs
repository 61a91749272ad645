using Microsoft.Extensions.Time.Testing;
using Serverless.Local.Inbox;
using Serverless.Testing;

namespace Serverless.Local.Tests.Inbox;

/// <summary>When a file in the inbox counts as whole.</summary>
[Trait("Req", "ALL-2")]
public sealed class SettlingTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider time = new(Now);
    private readonly Settling settling;

    public SettlingTests() => settling = new Settling(time);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void File_is_whole_at_once_when_it_was_quiet_before_it_came()
    {
        Write("1", Now - Settling.QuietFor);

        Assert.True(Look());
    }

    [Fact]
    public void File_is_not_whole_while_it_keeps_growing()
    {
        for (var bytes = 1; bytes < 20; bytes++)
        {
            Write(new string('x', bytes), time.GetUtcNow());
            Assert.False(Look());
            time.Advance(Poll);
        }

        Assert.False(Look());
        time.Advance(Poll);
        Assert.True(Look());
    }

    [Fact]
    public void File_is_not_whole_when_its_size_stands_but_its_content_is_written_anew()
    {
        for (var look = 0; look < 10; look++)
        {
            Write("same size", time.GetUtcNow());
            Assert.False(Look());
            time.Advance(Poll);
        }
    }

    [Fact]
    public void File_from_the_future_is_whole_when_it_has_stood_still_for_us()
    {
        Write("x", Now + TimeSpan.FromDays(400));

        Assert.False(Look());
        time.Advance(Poll);
        Assert.False(Look());
        time.Advance(Poll);
        Assert.True(Look());
    }

    [Fact]
    public void File_that_went_and_came_again_is_looked_at_anew()
    {
        Write("x", Now + TimeSpan.FromDays(400));
        Assert.False(Look());
        settling.EndScan();
        time.Advance(Settling.QuietFor);

        Assert.False(Look());
    }

    [Fact]
    public void File_is_not_whole_while_a_writer_holds_it_however_long_he_pauses()
    {
        Write("half", Now - TimeSpan.FromHours(1));
        using (new FileStream(folder.Combine("file.csv"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            Assert.Equal(!OperatingSystem.IsLinux(), Look());
            time.Advance(Settling.HeldMax / 2);
            Assert.Equal(!OperatingSystem.IsLinux(), Look());
        }

        Assert.True(Look());
    }

    [Fact]
    public void File_is_not_left_to_its_writer_for_ever()
    {
        Write("whole", Now - TimeSpan.FromHours(1));
        using (new FileStream(folder.Combine("file.csv"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            Look();
            time.Advance(Settling.HeldMax);
            Assert.True(Look());
        }
    }

    private void Write(string content, DateTimeOffset at)
    {
        File.WriteAllText(folder.Combine("file.csv"), content);
        File.SetLastWriteTimeUtc(folder.Combine("file.csv"), at.UtcDateTime);
    }

    private bool Look()
    {
        var isWhole = settling.IsWhole(new FileInfo(folder.Combine("file.csv")));
        settling.EndScan();
        return isWhole;
    }
}
