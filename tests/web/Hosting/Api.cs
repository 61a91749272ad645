using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Durable;
using Serverless.Durable.Embedded;
using Serverless.Payments;
using Serverless.Payments.Caps;
using Serverless.Payments.People;
using Serverless.Payments.Smart;
using Serverless.Sqlite;
using Serverless.Storage;
using Serverless.Storage.Folders;
using Serverless.Storage.Sqlite;
using Serverless.Testing;
using Serverless.Web.SignIn;

namespace Serverless.Web.Tests.Hosting;

/// <summary>The real pipeline over the real application, the embedded engine and SQLite in a folder of its own.</summary>
public sealed class Api : IAsyncDisposable
{
    /// <summary>Tests of one agency share its users; how soon they ask again is the machine's affair. Tests of the limits set their own.</summary>
    private static readonly Dictionary<string, string?> Unlimited = new()
    {
        ["Serverless:RateLimit:PerSecond"] = "1000000",
        ["Serverless:RateLimit:Burst"] = "1000000",
        ["Serverless:RateLimit:SignInsPerMinute"] = "1000000",
    };

    private readonly TempFolder folder = new();
    private readonly SqliteDatabase database;
    private readonly List<WebApplication> hosts = [];
    private int clients;

    private Api(SqliteDatabase database, TempFolder folder)
    {
        this.database = database;
        this.folder = folder;
        Caps = new CapsSimulator(folder.Combine("caps"), Clock);
        Smart = new SmartSimulator(folder.Combine("smart"), Clock);
        Key = DevelopmentSigningKey.OpenOrCreate(folder.Combine("keys", "dev-signing-key"));
    }

    public TestClock Clock { get; } = new();

    public CapsSimulator Caps { get; }

    public SmartSimulator Smart { get; }

    /// <summary>What mails go to.</summary>
    public RecordingCarrier Carrier { get; } = new();

    public string SmartLedgerPath => folder.Combine("smart", "ledger.jsonl");

    public DevelopmentSigningKey Key { get; }

    public LogLines Logs { get; } = new();

    public EmbeddedEngine Engine { get; private set; } = null!;

    public PaymentsApplication Application { get; private set; } = null!;

    public WebApplication Host => hosts[^1];

    public static async Task<Api> StartAsync(ApiOptions? options = null)
    {
        var chosen = options ?? new ApiOptions();
        var folder = new TempFolder();
        var api = new Api(SqliteDatabase.Open(new SqliteDatabaseOptions(folder.Combine("serverless.db"))), folder);
        var registry = new TaskRegistry();
        api.Engine = new EmbeddedEngine(api.database, registry, api.Clock, NullLoggerFactory.Instance);
        var tables = chosen.Tables(await SqliteTableStore.OpenAsync(api.database));
        var blobs = chosen.Blobs(new FolderBlobStore(folder.Combine("blobs")));
        var orchestrations = chosen.Orchestrations?.Invoke(api.Engine) ?? api.Engine;
        api.Application = await PaymentsApplication.OpenAsync(new PaymentsPorts(tables, blobs, api.Caps, api.Smart, orchestrations, api.Clock, chosen.Loggers, SsnKeys.CreateRandom()) { MailCarrier = api.Carrier });
        api.Application.Tasks.Register(registry);
        await api.Engine.StartAsync();
        await Agency.LoadAsync(api.Application, api.Caps);
        await api.StartWebAsync(chosen);
        return api;
    }

    /// <summary>Another web host over the same application, as after a restart of the process; requests go to it from now on.</summary>
    public async Task StartWebAsync(ApiOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = options.Environment });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.Configuration.AddInMemoryCollection(Unlimited).AddInMemoryCollection(options.Settings);
        builder.Services.AddSingleton(Application);
        builder.Services.AddSingleton(Key);
        builder.Services.AddSingleton(Agency.Users);
        if (options.HasSimulator)
        {
            builder.Services.AddSingleton(Caps);
            builder.Services.AddSingleton(Smart);
        }

        options.Services?.Invoke(builder.Services);
        builder.Services.AddServerlessWeb(builder.Configuration, builder.Environment);
        var host = builder.Build();
        host.UseServerless();
        await host.StartAsync();
        hosts.Add(host);
    }

    /// <summary>A client of its own for a test, so that tests sharing the agency do not meet.</summary>
    public async Task<string> AddClientAsync(string coordinator = "coordinator", decimal monthlyMax = 40)
    {
        var id = (2_000_000_000 + Interlocked.Increment(ref clients)).ToString(CultureInfo.InvariantCulture);
        await Agency.AddClientAsync(Application, id, coordinator, monthlyMax);
        return id;
    }

    public string TokenOf(string user) => DevelopmentTokens.Issue(Agency.Users.Single(known => known.Name == user), Key, Clock.GetUtcNow());

    /// <summary>What everything here is stored in.</summary>
    public string Folder => folder.Path;

    public HttpClient Anonymous() => Host.GetTestClient();

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        await Engine.DisposeAsync();
        Application.Dispose();
        Caps.Dispose();
        Smart.Dispose();
        await database.DisposeAsync();
        folder.Dispose();
    }
}

public sealed record ApiOptions
{
    public string Environment { get; init; } = "Development";

    public bool HasSimulator { get; init; } = true;

    public Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>Where the application behind the web logs.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Stands between the application and the engine.</summary>
    public Func<IOrchestrationClient, IOrchestrationClient>? Orchestrations { get; init; }

    /// <summary>Stands between the application and its tables.</summary>
    public Func<ITableStore, ITableStore> Tables { get; init; } = tables => tables;

    /// <summary>Stands between the application and its blobs.</summary>
    public Func<IBlobStore, IBlobStore> Blobs { get; init; } = blobs => blobs;

    public Action<IServiceCollection>? Services { get; init; }
}

/// <summary>One API for the tests of a class.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public Api Api { get; private set; } = null!;

    public async Task InitializeAsync() => Api = await Api.StartAsync();

    public async Task DisposeAsync() => await Api.DisposeAsync();
}
