using Serverless.Durable;
using Serverless.Durable.Embedded;
using Serverless.Local.Inbox;
using Serverless.Payments;
using Serverless.Payments.Caps;
using Serverless.Payments.Mails;
using Serverless.Payments.Moving;
using Serverless.Payments.People;
using Serverless.Payments.Smart;
using Serverless.Sqlite;
using Serverless.Storage;
using Serverless.Storage.Caching;

namespace Serverless.Local;

/// <summary>
/// Everything of the standalone host but the web: database, stores, CAPS, SMART, engine and payments over one data folder.
/// The watched folder is there and watches once it is started.
/// </summary>
public sealed class LocalStack : IAsyncDisposable
{
    private LocalStack(DataFolder data, SqliteDatabase database, EmbeddedEngine engine, PaymentsApplication payments)
    {
        Data = data;
        Database = database;
        Engine = engine;
        Payments = payments;
        Drop = new FolderDrop(data, payments.Drop, payments.Ports.Time, payments.Ports.Loggers.CreateLogger<FolderDrop>());
    }

    public DataFolder Data { get; }

    public SqliteDatabase Database { get; }

    /// <summary>The simulator, where CAPS is one.</summary>
    public CapsSimulator? Simulator => Payments.Ports.Caps as CapsSimulator;

    /// <summary>The same of SMART, which is always reached as CAPS is.</summary>
    public SmartSimulator? SmartSimulator => Payments.Ports.Smart as SmartSimulator;

    public EmbeddedEngine Engine { get; }

    public PaymentsApplication Payments { get; }

    public FolderDrop Drop { get; }

    /// <summary>Opens what stands in the folder, or begins with nothing, and goes on with what an earlier process left.</summary>
    /// <param name="data">The folder; one process at a time has it.</param>
    /// <param name="time">All time there is.</param>
    /// <param name="loggers">Where the parts log.</param>
    /// <param name="capsKind">How CAPS and SMART are reached.</param>
    /// <param name="keepsSchedule">Sees to it that the weekly schedule runs, and takes up runs and intakes whose start was lost; where false, they are left as they are.</param>
    /// <param name="engineOptions">The engine's limits; its defaults where null.</param>
    /// <param name="storage">A storage account for tables and blobs; null for those of the folder. The engine is in the folder either way.</param>
    /// <param name="ssnKeys">What Social Security numbers are kept under; null for the keys in the folder, which are made at the first start.</param>
    /// <param name="mail">How mails leave the house; null for files in the folder, without links.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="DatabaseInUseException">Another process has it.</exception>
    /// <exception cref="StartupException">Its payments began with another kind of CAPS or another storage, the storage account cannot be used, or the folder's keys are lost.</exception>
    /// <exception cref="InvalidDataException">It holds half an import, numbers under other keys, or another host works on the storage account.</exception>
    public static async Task<LocalStack> OpenAsync(DataFolder data, TimeProvider time, ILoggerFactory loggers, CapsKind capsKind = CapsKind.Simulator, bool keepsSchedule = true, EmbeddedEngineOptions? engineOptions = null, StorageConnection? storage = null, SsnKeys? ssnKeys = null, MailRoute? mail = null, CancellationToken cancellation = default)
    {
        // The database's lock comes first: behind it the other files belong to this process, too.
        var database = SqliteDatabase.Open(new SqliteDatabaseOptions(data.Database), loggers);
        ICaps? caps = null;
        ISmart? smart = null;
        IMailCarrier? carrier = null;
        EmbeddedEngine? engine = null;
        try
        {
            var opened = await InstallationStorage.OpenAsync(data, database, storage, time, loggers, cancellation);

            // No cache before an account: other processes may write there.
            var tables = opened.Account is null ? new CachingTableStore(opened.Tables) : opened.Tables;

            // Before anything is written: what is missing of an import must not be made here.
            await new ImportMarks(tables).CheckAsync(cancellation);
            await AccountHost.ClaimAsync(opened, data, time, cancellation);
            await opened.KeepAsync(cancellation);
            await KeepCapsAsync(tables, capsKind, data.Root, cancellation);
            var keys = ssnKeys ?? await FolderSsnKeys.OpenAsync(data, tables, cancellation);
            caps = capsKind == CapsKind.Files ? new CapsFileExchange(data.Caps, time) : new CapsSimulator(data.Caps, time);
            smart = capsKind == CapsKind.Files ? new SmartFileExchange(data.Smart, time) : new SmartSimulator(data.Smart, time);
            var route = mail ?? MailRoute.Unset;
            carrier = route.Carrier(data, loggers);
            var registry = new TaskRegistry();
            engine = new EmbeddedEngine(database, registry, time, loggers, engineOptions);
            var ports = new PaymentsPorts(tables, opened.Blobs, caps, smart, engine, time, loggers, keys) { MailCarrier = carrier, PublicAddress = route.PublicAddress };
            var payments = await PaymentsApplication.OpenAsync(ports, cancellation);
            payments.Tasks.Register(registry);
            await engine.StartAsync(cancellation);
            if (keepsSchedule)
            {
                await payments.ResumeAsync(cancellation);
            }

            return new LocalStack(data, database, engine, payments);
        }
        catch
        {
            await (engine?.DisposeAsync() ?? ValueTask.CompletedTask);
            await DisposeAsync(carrier);
            (caps as IDisposable)?.Dispose();
            (smart as IDisposable)?.Dispose();
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops taking files in, then the engine, and closes the database when nothing writes any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await Drop.DisposeAsync();
        await Engine.DisposeAsync();
        Payments.Dispose();
        await DisposeAsync(Payments.Ports.MailCarrier);
        (Payments.Ports.Caps as IDisposable)?.Dispose();
        (Payments.Ports.Smart as IDisposable)?.Dispose();
        await Database.DisposeAsync();
    }

    private static ValueTask DisposeAsync(IMailCarrier? carrier) => carrier is IAsyncDisposable connected ? connected.DisposeAsync() : ValueTask.CompletedTask;

    private static async Task KeepCapsAsync(ITableStore tables, CapsKind kind, string folder, CancellationToken cancellation)
    {
        var asked = kind == CapsKind.Files ? CapsChoice.Files : CapsChoice.Simulator;
        if (await CapsChoice.KeepAsync(tables, asked, cancellation) is { } refusal)
        {
            var instead = refusal.Kept == CapsChoice.Blobs ? "Go on with the host that reaches CAPS through blobs" : $"Use --caps {refusal.Kept} (or Serverless__Caps={refusal.Kept})";
            throw new StartupException($"The installation in '{folder}' cannot start with --caps {asked}: {refusal.Reason}. {instead}, or another data folder.");
        }
    }
}
