namespace Serverless.Local.Cli;

/// <summary>What the host is told from outside: command line first, then the environment and appsettings.json beside the program.</summary>
/// <param name="DataPath">The data folder.</param>
/// <param name="Addresses">Where to listen.</param>
/// <param name="EnvironmentName">Development or Production, or a name of one's own that counts as the latter.</param>
/// <param name="Configuration">All of it.</param>
public sealed record LocalSettings(string DataPath, IReadOnlyList<string> Addresses, string EnvironmentName, IConfiguration Configuration)
{
    public const string DefaultAddress = "http://localhost:7071";
    public const string DefaultDataPath = "data";

#if DEBUG
    private const string BuildEnvironment = "Development";
#else
    private const string BuildEnvironment = "Production";
#endif

    public bool IsDevelopment => string.Equals(EnvironmentName, "Development", StringComparison.OrdinalIgnoreCase);

    /// <param name="data">From the command line; null where not given.</param>
    /// <param name="urls">The same, separated by semicolons.</param>
    public static LocalSettings Read(string? data, string? urls)
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
        return Of(data ?? configuration["Serverless:Data"], urls ?? configuration["urls"], environment, configuration);
    }

    /// <summary>The same with everything given; for whoever starts the host from within a program.</summary>
    public static LocalSettings Of(string? data, string? urls, string environment, IConfiguration configuration)
        => new(
            string.IsNullOrWhiteSpace(data) ? DefaultDataPath : data,
            (urls ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } given ? given : [DefaultAddress],
            environment,
            configuration);
}
