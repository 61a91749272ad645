using System.Net;

namespace Serverless.Local.Serving;

/// <summary>Where the host may listen: anywhere in Production, on this machine alone in Development, where anybody may sign in as anybody.</summary>
public static class ListenAddresses
{
    /// <summary>Checks the addresses chosen, and those that Kestrel's own configuration would put in their place.</summary>
    /// <exception cref="StartupException">One is malformed, or not allowed in this environment.</exception>
    public static void Check(IEnumerable<string> addresses, IConfiguration configuration, bool loopbackAlone)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        foreach (var address in addresses.Concat(endpoints))
        {
            var parsed = Parse(address);
            if (loopbackAlone && !IsLoopback(parsed))
            {
                throw new StartupException($"In Development the host listens on this machine alone, and '{address}' is reachable from others: anybody could sign in as anybody. Use {Cli.LocalSettings.DefaultAddress}, or set DOTNET_ENVIRONMENT=Production.");
            }
        }
    }

    private static BindingAddress Parse(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            if (parsed.Scheme is "http" or "https" && parsed.PathBase.Length == 0 && (parsed.IsUnixPipe || parsed.IsNamedPipe || IsHost(parsed.Host)))
            {
                return parsed;
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            // The one sentence below says it for every kind of fault.
        }

        throw new StartupException($"'{address}' is no address to listen on. Write it like {Cli.LocalSettings.DefaultAddress}, several separated by semicolons.");
    }

    /// <summary>A port that is no number is left in the host by the framework's own reading.</summary>
    private static bool IsHost(string host) => host.Length > 0 && (!host.Contains(':', StringComparison.Ordinal) || host.StartsWith('['));

    /// <summary>A name other than localhost is bound to every interface by Kestrel, whatever it resolves to.</summary>
    private static bool IsLoopback(BindingAddress address)
        => !address.IsUnixPipe
        && !address.IsNamedPipe
        && (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}
