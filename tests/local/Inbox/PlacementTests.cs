using Serverless.Local.Inbox;
using Serverless.Payments.Drops;
using Serverless.Testing;

namespace Serverless.Local.Tests.Inbox;

/// <summary>Files of one name keep apart in their last folder.</summary>
[Trait("Req", "ALL-2")]
public sealed class PlacementTests : IDisposable
{
    private const int Files = 64;
    private const int Workers = 8;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Files_of_one_name_placed_at_one_moment_each_keep_their_content_and_report()
    {
        var inbox = Directory.CreateDirectory(folder.Combine("inbox")).FullName;
        var done = Directory.CreateDirectory(folder.Combine("done")).FullName;
        var taking = new Taking(Directory.CreateDirectory(folder.Combine("taking")).FullName, TimeProvider.System);
        var placement = new Placement(taking);
        var taken = Enumerable.Range(0, Files).Select(_ => Take(taking, inbox)).ToArray();

        using var start = new Barrier(Workers);
        var names = new string[Files];
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Factory.StartNew(
            () =>
            {
                Assert.True(start.SignalAndWait(TimeSpan.FromSeconds(60)));
                for (var index = worker; index < Files; index += Workers)
                {
                    names[index] = placement.Place(taken[index], done, new DropReport(0, 0, [], [], null, null, taken[index].Name, taken[index].DeliveryId));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(Files, names.Distinct().Count());
        Assert.Equal(2 * Files, Directory.GetFiles(done).Length);
        foreach (var (file, name) in taken.Zip(names))
        {
            var report = DropReport.TryRead(await File.ReadAllBytesAsync(Path.Combine(done, name + ".report.json"))).OrFail();
            Assert.Equal(file.DeliveryId, report.Delivery);
            Assert.Equal(file.DeliveryId, await File.ReadAllTextAsync(Path.Combine(done, name)));
        }
    }

    /// <summary>A file whose content is its delivery.</summary>
    private static TakenFile Take(Taking taking, string inbox)
    {
        var path = Path.Combine(inbox, "same.csv");
        File.WriteAllText(path, string.Empty);
        var taken = taking.Take(path).OrFail();
        File.WriteAllText(taken.Path, taken.DeliveryId);
        return taken;
    }
}
