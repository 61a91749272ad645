using Azure.Core;
using Azure.Identity;

namespace Serverless.Local;

/// <summary>As whom an account that takes no keys is used.</summary>
internal static class OperatorIdentity
{
    /// <summary>`az` is a program of its own and takes seconds to start on a small machine; below the time that an attempt at the storage has.</summary>
    private static readonly TimeSpan ProgramTimeMax = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What the environment names comes first, because somebody set it for this; then whoever signed in with <c>az login</c> or
    /// <c>azd auth login</c>, before the identity of the machine, which others share. Nothing opens a browser.
    /// </summary>
    public static TokenCredential Create() => new ChainedTokenCredential(
        new EnvironmentCredential(),
        new AzureCliCredential(new AzureCliCredentialOptions { ProcessTimeout = ProgramTimeMax }),
        new AzureDeveloperCliCredential(new AzureDeveloperCliCredentialOptions { ProcessTimeout = ProgramTimeMax }),
        MachineIdentity());

    /// <summary>Asked for by way of the default chain, which gives up within a second where the machine has none; alone it would try for minutes.</summary>
    private static DefaultAzureCredential MachineIdentity() => new(new DefaultAzureCredentialOptions
    {
        ExcludeEnvironmentCredential = true,
        ExcludeAzureCliCredential = true,
        ExcludeAzureDeveloperCliCredential = true,
        ExcludeAzurePowerShellCredential = true,
        ExcludeVisualStudioCredential = true,
        ExcludeVisualStudioCodeCredential = true,
        ExcludeBrokerCredential = true,
        ExcludeInteractiveBrowserCredential = true,
    });
}
