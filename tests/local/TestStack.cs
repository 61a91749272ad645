using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local.Samples;
using Serverless.Payments.Drops;
using Serverless.Testing;

namespace Serverless.Local.Tests;

/// <summary>The stack with the sample agency over a data folder of the test's own.</summary>
internal sealed class TestStack : IAsyncDisposable
{
    private readonly TempFolder? folder;

    private TestStack(TempFolder? folder, LocalStack stack)
    {
        this.folder = folder;
        Stack = stack;
    }

    public LocalStack Stack { get; }

    public DataFolder Data => Stack.Data;

    public static async Task<TestStack> OpenAsync(TimeProvider? time = null)
    {
        var folder = new TempFolder();
        return new TestStack(folder, await OpenAsync(folder.Combine("data"), time ?? TimeProvider.System));
    }

    /// <summary>Over a folder that outlives it.</summary>
    public static async Task<LocalStack> OpenAsync(string path, TimeProvider time, CapsKind caps = CapsKind.Simulator)
    {
        var stack = await LocalStack.OpenAsync(DataFolder.Open(path), time, NullLoggerFactory.Instance, caps);
        await SampleLoad.RunAsync(stack, withInvoices: false, NullLogger.Instance);
        return stack;
    }

    /// <summary>Puts a whole file into the inbox, as somebody who renames it in.</summary>
    public void Drop(string name, string content)
    {
        var unfinished = Path.Combine(Data.Root, "unfinished");
        File.WriteAllText(unfinished, content);
        File.SetLastWriteTimeUtc(unfinished, DateTime.UnixEpoch);
        File.Move(unfinished, Path.Combine(Data.Inbox, name));
    }

    /// <summary>Waits for a file to reach its last folder.</summary>
    public async Task<DropReport> ReportAsync(string folder, string name)
    {
        await Eventually.HoldsAsync($"'{name}' in {folder}; taken: {string.Join(", ", Directory.GetFileSystemEntries(Data.Taking, "*", SearchOption.AllDirectories))}", () => IsThere(Path.Combine(folder, name)));
        return DropReport.TryRead(await File.ReadAllBytesAsync(Path.Combine(folder, name + ".report.json"))).OrFail();
    }

    public async ValueTask DisposeAsync()
    {
        await Stack.DisposeAsync();
        folder?.Dispose();
    }

    private static bool IsThere(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;
}
