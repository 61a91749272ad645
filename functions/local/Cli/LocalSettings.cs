using Serverless.Payments.People;
using Serverless.Web.People;

namespace Serverless.Local.Cli;

/// <summary>What the host is told from outside: command line first, then the environment and appsettings.json beside the program.</summary>
/// <param name="DataPath">The data folder.</param>
/// <param name="Caps">How CAPS is reached.</param>
/// <param name="Addresses">Where to listen.</param>
/// <param name="EnvironmentName">Development or Production, or a name of one's own that counts as the latter.</param>
/// <param name="Configuration">All of it.</param>
/// <param name="Storage">The storage account for tables and blobs; null for those of the data folder.</param>
/// <param name="SsnKeys">What Social Security numbers are kept under; null for the keys in the data folder.</param>
/// <param name="Mail">How mails leave the house; null for files in the data folder, without links.</param>
public sealed record LocalSettings(string DataPath, CapsKind Caps, IReadOnlyList<string> Addresses, string EnvironmentName, IConfiguration Configuration, StorageConnection? Storage = null, SsnKeys? SsnKeys = null, MailRoute? Mail = null)
{
    public const string DefaultAddress = "http://localhost:7071";
    public const string DefaultDataPath = "data";

#if DEBUG
    private const string BuildEnvironment = "Development";
#else
    private const string BuildEnvironment = "Production";
#endif

    public bool IsDevelopment => IsNamedDevelopment(EnvironmentName);

    /// <param name="data">From the command line; null where not given.</param>
    /// <param name="caps">The same; <c>simulator</c> or <c>files</c>.</param>
    /// <param name="urls">The same, separated by semicolons.</param>
    /// <param name="storage">The same; a connection string.</param>
    /// <exception cref="StartupException">The configuration names something that there is not.</exception>
    public static LocalSettings Read(string? data = null, string? caps = null, string? urls = null, string? storage = null)
    {
        // The build decides where nobody says anything, so that an installation never runs in Development by accident.
        var environment = Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") is { Length: > 0 } dotnet ? dotnet
            : Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") is { Length: > 0 } aspNetCore ? aspNetCore
            : BuildEnvironment;
        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables("DOTNET_")
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .Build();
        var path = data ?? configuration["Serverless:Data"];
        var addresses = (urls ?? configuration["urls"] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] listened = addresses.Length > 0 ? addresses : [DefaultAddress];
        return new LocalSettings(
            string.IsNullOrWhiteSpace(path) ? DefaultDataPath : path,
            ReadCaps(caps ?? configuration["Serverless:Caps"]),
            listened,
            environment,
            configuration,
            StorageConnection.Read(storage ?? configuration["Serverless:Storage"]),
            Checked(() => SsnKeySettings.Read(configuration)),
            Checked(() => MailRoute.Read(configuration, IsNamedDevelopment(environment), listened)));
    }

    private static bool IsNamedDevelopment(string environment) => string.Equals(environment, "Development", StringComparison.OrdinalIgnoreCase);

    private static T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException exception)
        {
            throw new StartupException(exception.Message, exception);
        }
    }

    private static CapsKind ReadCaps(string? name) => name switch
    {
        null or "" or "simulator" => CapsKind.Simulator,
        "files" => CapsKind.Files,
        _ => throw new StartupException($"There is no CAPS called '{name}'. --caps and Serverless__Caps take simulator or files."),
    };
}
