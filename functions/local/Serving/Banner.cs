using Serverless.Local.Cli;
using Serverless.Samples;

namespace Serverless.Local.Serving;

/// <summary>Tells whoever started the host where to look next.</summary>
internal static class Banner
{
    public static async Task WriteAsync(TextWriter output, LocalHost host, LocalSettings settings)
    {
        var address = host.Addresses.FirstOrDefault() ?? settings.Addresses[0];
        await output.WriteLineAsync($"Serverless listens on {string.Join(", ", host.Addresses)} ({settings.EnvironmentName}).");
        await output.WriteLineAsync($"Drop invoices (.csv, .json) into {host.Stack.Data.Inbox}");
        if (settings.IsDevelopment)
        {
            await output.WriteLineAsync($"Sample users: {string.Join(", ", SampleAgency.Load().Users.Select(user => user.Name))}");
            await output.WriteLineAsync($"Sign in:      curl -s {address}/dev/sign-in -H 'Content-Type: application/json' -d '{{\"user\":\"coordinator\"}}'");
        }

        await output.WriteLineAsync("Ctrl-C stops it.");
        await output.FlushAsync();
    }
}
