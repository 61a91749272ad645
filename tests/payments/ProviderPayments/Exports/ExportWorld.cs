using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Durable;
using Serverless.Durable.Embedded;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Sqlite;
using Serverless.Storage;
using Serverless.Storage.Memory;
using Serverless.Testing;

namespace Serverless.Payments.Tests.ProviderPayments.Exports;

/// <summary>Exports on the embedded engine, which can be closed and opened again; the stores outlive it, as disks do.</summary>
internal sealed class ExportWorld : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly MemoryTableStore tables = new();
    private readonly MemoryBlobStore blobs = new();
    private readonly Func<ITableStore, ITableStore> aroundTables;
    private readonly Func<IBlobStore, IBlobStore> aroundBlobs;
    private SqliteDatabase? database;
    private EmbeddedEngine? engine;

    private ExportWorld(Func<ITableStore, ITableStore>? aroundTables, Func<IBlobStore, IBlobStore>? aroundBlobs)
    {
        this.aroundTables = aroundTables ?? (inner => inner);
        this.aroundBlobs = aroundBlobs ?? (inner => inner);
        Books = new ExportBooks(tables, Time);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 12, 1, 18, 0, 0, TimeSpan.Zero));

    /// <summary>Around whatever the test puts between the exports and their stores.</summary>
    public ExportBooks Books { get; }

    public IBlobStore Blobs => blobs;

    public ITableStore Tables => tables;

    public PaymentExportDesk Desk { get; private set; } = null!;

    public EmbeddedEngine Engine => engine ?? throw new InvalidOperationException("The world is closed.");

    /// <param name="aroundTables">Puts something of the test's between the exports and their tables, each time the world is opened.</param>
    /// <param name="aroundBlobs">The same for blobs.</param>
    public static async Task<ExportWorld> CreateAsync(Func<ITableStore, ITableStore>? aroundTables = null, Func<IBlobStore, IBlobStore>? aroundBlobs = null)
    {
        var world = new ExportWorld(aroundTables, aroundBlobs);
        await world.Books.Directory.PutProviderAsync(new Provider("P-100", "Canyon Child Care", "1 Main St", Active: true));
        await world.Books.Directory.PutProviderAsync(new Provider("P-200", "=HYPERLINK(\"x\"), Inc.", "2 Main St", Active: true));
        for (var child = 1; child <= 4; child++)
        {
            await world.Books.Directory.PutClientAsync(new Client(ExportBooks.Child(child), $"Ada{child}", "Lopez", Active: true, "coordinator"));
        }

        await world.Books.GenerateAsync("2026-01", "2026-10", ExportBooks.Period, "2026-12");
        await world.OpenAsync();
        return world;
    }

    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    /// <summary>Starts an export and waits until it is completed.</summary>
    public async Task<PaymentExportRecord> ExportAsync(string request, string period = ExportBooks.Period)
    {
        var started = await Desk.Commands.StartAsync(PaymentsWorld.Operations, period, request);
        Assert.Null(started.Refusal);
        return await CompletedAsync(started.Export!.Id);
    }

    /// <summary>Moves the clock on, over the retry of what failed, until the export is completed.</summary>
    public async Task<PaymentExportRecord> CompletedAsync(string exportId)
    {
        await Until.TrueAsync(async () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return await Desk.Commands.FindAsync(exportId) is { Status: PaymentExportStatus.Completed };
        });
        return (await Desk.Commands.FindAsync(exportId))!;
    }

    /// <summary>The lines of an export's file, without the header.</summary>
    public async Task<string[]> LinesAsync(PaymentExportRecord export)
    {
        var text = System.Text.Encoding.UTF8.GetString((await Desk.Commands.FileAsync(export.Id)).Content!);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        var lines = text.Split("\r\n")[..^1];
        Assert.Equal("kind,id,corrects,period,provider_id,provider_name,client_id,child_name,service_code,units,rate,amount", lines[0]);
        return lines[1..];
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Books.Dispose();
        folder.Dispose();
    }

    private async Task OpenAsync()
    {
        database = SqliteDatabase.Open(new SqliteDatabaseOptions(folder.Combine("engine.db")));
        var registry = new TaskRegistry();
        engine = new EmbeddedEngine(database, registry, Time, NullLoggerFactory.Instance);
        var (outer, files) = (aroundTables(tables), aroundBlobs(blobs));
        var books = new ExportBooks(outer, Time);
        Desk = new PaymentExportDesk(
            new PaymentsPorts(outer, files, null!, null!, engine, Time, NullLoggerFactory.Instance, null!),
            books.Payments, books.Adjustments, books.Index, books.Lists, books.Listed, new AgencyCalendar(Time));
        registry
            .AddOrchestrator<PaymentExportInput, bool>(PaymentExport.Name, PaymentExport.RunAsync)
            .AddActivity<ExportStep, ExportPlace>(PaymentExport.TakeActivity, Desk.Activities.TakeAsync)
            .AddActivity<string, bool>(PaymentExport.FileActivity, Desk.Activities.WriteFileAsync)
            .AddActivity<ExportStep, ExportPlace>(PaymentExport.PayActivity, Desk.Activities.PayAsync)
            .AddActivity<string, bool>(PaymentExport.CompleteActivity, Desk.Activities.CompleteAsync)

            .AddOrchestrator<AttendancePaymentInput, StatusPair>(AttendancePayment.Name, AttendancePayment.RunAsync)
            .AddActivity<string, StatusPair>(AttendancePayment.ReadActivity, async (_, id) => StatusPair.Of(await Books.PaymentAsync(id)))
            .AddActivity<SettleAttendanceAct, StatusPair>(AttendancePayment.ActActivity, async (_, act) => (await Books.Payments.FindActAsync(act.PaymentId, act.ActId))!.Outcome!.Status);
        await engine.StartAsync();
    }

    private async Task CloseAsync()
    {
        if (engine is null)
        {
            return;
        }

        await engine.DisposeAsync();
        await database!.DisposeAsync();
        engine = null;
    }
}
