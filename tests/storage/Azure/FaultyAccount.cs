using Microsoft.Extensions.Time.Testing;
using Serverless.Storage.Azure;
using Serverless.Testing;

namespace Serverless.Storage.Tests.Azure;

/// <summary>An account of Azurite seen twice: over a line with faults, and as somebody else sees it.</summary>
internal sealed class FaultyAccount
{
    private FaultyAccount(string connection, int attemptsMax)
    {
        Faults = new Faults(Time);
        var options = new AzureStorageOptions { AttemptsMax = attemptsMax, DelayFirst = TimeSpan.Zero, Time = Time, BeforeSending = Faults };
        var account = AzureStorageAccount.FromConnectionString(connection, options);
        (Tables, Blobs) = (account.Tables, account.Blobs);
        Other = AzureStorageAccount.FromConnectionString(connection);
    }

    public FakeTimeProvider Time { get; } = new();

    public Faults Faults { get; }

    public AzureTableStore Tables { get; }

    public AzureBlobStore Blobs { get; }

    /// <summary>A competitor, and the one who looks what really stands there.</summary>
    public AzureStorageAccount Other { get; }

    public static async Task<FaultyAccount> OpenAsync(int attemptsMax = 7) => new((await Azurite.SharedAsync()).NewAccount(), attemptsMax);
}
