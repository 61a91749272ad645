using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Serverless.Mail;
using Serverless.Payments.Mails;
using Serverless.Payments.People;
using Serverless.Web.People;

namespace Serverless.Functions.Hosting;

/// <summary>What the app is told from outside; as environment variables with two underscores for each colon.</summary>
/// <param name="Storage">Where everything is kept.</param>
/// <param name="HasSimulator">Whether CAPS and SMART are played on this machine; else they are reached through files.</param>
/// <param name="HasSamples">Whether an empty store is filled with the sample agency; in Development.</param>
/// <param name="DataPath">For Development alone: a folder of this machine for what belongs to no installation.</param>
/// <param name="SsnKeys">What Social Security numbers are kept under; null in Development, for keys in a file of <paramref name="DataPath"/>.</param>
/// <param name="MailServer">What carries mails; null for none, so that they wait.</param>
/// <param name="PublicAddress">What links in mails begin with.</param>
public sealed record AppSettings(StorageSettings Storage, bool HasSimulator, bool HasSamples, string DataPath, SsnKeys? SsnKeys, SmtpSettings? MailServer, PublicAddress PublicAddress)
{
    public const string CapsKey = "Serverless:Caps";
    private const string DataKey = "Serverless:Data";

    /// <summary>Set by Azure, and by nothing else.</summary>
    private const string SiteNameKey = "WEBSITE_SITE_NAME";

    /// <exception cref="InvalidOperationException">The configuration does not allow a start; the message says what to set.</exception>
    public static AppSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment() && configuration[SiteNameKey] is { Length: > 0 })
        {
            throw new InvalidOperationException("In Development anybody may sign in as anybody, so that it is refused in Azure. Remove the app settings AZURE_FUNCTIONS_ENVIRONMENT, DOTNET_ENVIRONMENT and ASPNETCORE_ENVIRONMENT, or set them to Production.");
        }

        return new AppSettings(
            StorageSettings.Read(configuration),
            ReadCaps(configuration[CapsKey], environment),
            environment.IsDevelopment(),
            configuration[DataKey] is { Length: > 0 } path ? path : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "serverless-functions"),
            ReadSsnKeys(configuration, environment),
            SmtpSettings.Read(name => configuration[name]),
            PublicAddress.Read(configuration[PublicAddress.Key], environment.IsDevelopment()));
    }

    /// <summary>An app that scales out has no folder that lasts, so that outside Development its keys come from the settings alone.</summary>
    private static SsnKeys? ReadSsnKeys(IConfiguration configuration, IHostEnvironment environment)
    {
        if (SsnKeySettings.Read(configuration) is { } keys)
        {
            return keys;
        }

        return environment.IsDevelopment()
            ? null
            : throw new InvalidOperationException($"{SsnKeySettings.Section} must name the keys that Social Security numbers are kept under: {SsnKeySettings.Section}:Current a version, {SsnKeySettings.Section}:Keys:N the key of each version N, {SsnKeySettings.Section}:Search a key of its own, each as base64 of 32 random bytes (as app settings Serverless__Ssn__Current, Serverless__Ssn__Keys__1 and Serverless__Ssn__Search, the keys as references to Key Vault).");
    }

    private static bool ReadCaps(string? kind, IHostEnvironment environment) => kind switch
    {
        "files" => false,
        "simulator" when environment.IsDevelopment() => true,
        "simulator" => throw new InvalidOperationException($"{CapsKey} is simulator, which keeps its books on the machine that it runs on and pays nobody, so that it is for Development alone. Set it to files (as an environment variable: Serverless__Caps)."),
        _ => throw new InvalidOperationException($"{CapsKey} is '{kind}'. Set it to files, or in Development to simulator (as an environment variable: Serverless__Caps)."),
    };
}

/// <summary>Where everything is kept: by a connection string for Azurite, by endpoints and a managed identity in Azure.</summary>
/// <param name="Connection">The connection string, or null.</param>
/// <param name="Tables">The endpoint of tables, where there is no connection string.</param>
/// <param name="Blobs">The endpoint of blobs, likewise.</param>
/// <param name="Credential">As whom the endpoints are used.</param>
public sealed record StorageSettings(string? Connection, Uri? Tables, Uri? Blobs, TokenCredential? Credential)
{
    private const string ConnectionKey = "Serverless:Storage";
    private const string TablesKey = "Serverless:Storage:TablesEndpoint";
    private const string BlobsKey = "Serverless:Storage:BlobsEndpoint";
    private const string ClientIdKey = "Serverless:Storage:ClientId";

    /// <exception cref="InvalidOperationException">Neither is there, or an endpoint is none.</exception>
    public static StorageSettings Read(IConfiguration configuration)
        => configuration[ConnectionKey] is { Length: > 0 } connection
            ? new StorageSettings(connection, null, null, null)
            : new StorageSettings(null, ReadEndpoint(configuration, TablesKey), ReadEndpoint(configuration, BlobsKey), IdentityOf(configuration[ClientIdKey]));

    /// <summary>The managed identity of that client id, or the app's own where there is none.</summary>
    public static TokenCredential IdentityOf(string? clientId)
        => new ManagedIdentityCredential(string.IsNullOrWhiteSpace(clientId) ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId));

    private static Uri ReadEndpoint(IConfiguration configuration, string key)
        => Uri.TryCreate(configuration[key], UriKind.Absolute, out var endpoint) && endpoint.Scheme == Uri.UriSchemeHttps
            ? endpoint
            : throw new InvalidOperationException($"{key} must be the https address of that service of the storage account (as an environment variable: {key.Replace(":", "__", StringComparison.Ordinal)}), or {ConnectionKey} a connection string, as for Azurite. It is '{configuration[key]}'.");
}
