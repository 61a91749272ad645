using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local.Inbox;
using Serverless.Payments.Drops;
using Serverless.Payments.Invoices;
using Serverless.Storage;

namespace Serverless.Local.Tests.Inbox;

/// <summary>A failure of ours is not the file's: it stays taken and is tried again.</summary>
[Trait("Req", "ALL-3")]
public class FolderDropFailureTests
{
    [Fact]
    public async Task File_waits_taken_while_the_store_is_down_and_is_taken_in_when_it_is_back()
    {
        await using var test = await TestStack.OpenAsync();
        var ports = test.Stack.Payments.Ports;
        var log = new KeptLog();
        var blobs = new BlobsThatFail(ports.Blobs);
        var invoices = new InvoiceCommands(ports.Orchestrations, new IntakeRecords(ports.Tables, blobs), test.Stack.Payments.Calendar, NullLogger<InvoiceCommands>.Instance);
        await using var drop = new FolderDrop(test.Data, new FileDrop([new InvoiceDropTaker(invoices)], NullLogger<FileDrop>.Instance), TimeProvider.System, log);

        drop.Start();
        test.Drop("patient.csv", Invoice.Csv(1));
        await Eventually.HoldsAsync("two failures", () => blobs.Failures >= 2);
        Assert.Single(Directory.GetFiles(test.Data.Taking, "patient.csv", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(test.Data.Rejected));

        blobs.IsDown = false;
        var report = await test.ReportAsync(test.Data.Done, "patient.csv");
        Assert.Single(report.Payments);

        // Droppers put names of people into file names, and those have no business in a log.
        await Eventually.HoldsAsync("the placing in the log", () => log.Messages.Any(message => message.Contains("done/", StringComparison.Ordinal)));
        Assert.All(log.Messages, message => Assert.Contains(report.Delivery, message, StringComparison.Ordinal));
        Assert.All(log.Messages, message => Assert.DoesNotContain("patient", message, StringComparison.Ordinal));
    }

    private sealed class KeptLog : ILogger<FolderDrop>
    {
        public ConcurrentQueue<string> Messages { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Messages.Enqueue(formatter(state, exception));
    }

    private sealed class BlobsThatFail(IBlobStore inner) : IBlobStore
    {
        private int failures;

        public volatile bool IsDown = true;

        public int Failures => Volatile.Read(ref failures);

        public Task<bool> PutAsync(string container, string name, ReadOnlyMemory<byte> content, bool overwrite = false, CancellationToken cancellation = default)
        {
            if (IsDown)
            {
                Interlocked.Increment(ref failures);
                throw new IOException("The store is down.");
            }

            return inner.PutAsync(container, name, content, overwrite, cancellation);
        }

        public Task<byte[]?> GetAsync(string container, string name, CancellationToken cancellation = default) => inner.GetAsync(container, name, cancellation);

        public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellation = default) => inner.DeleteAsync(container, name, cancellation);

        public IAsyncEnumerable<string> ListAsync(string container, string? prefix = null, CancellationToken cancellation = default) => inner.ListAsync(container, prefix, cancellation);
    }
}
