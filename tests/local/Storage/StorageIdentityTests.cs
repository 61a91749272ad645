using System.Net;
using System.Net.Sockets;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local.Cli;
using Serverless.Testing;

namespace Serverless.Local.Tests.Storage;

/// <summary>An account by its addresses alone, used as an identity.</summary>
public sealed class StorageIdentityTests
{
    [Theory]
    [InlineData("TableEndpoint=https://somebody.table.core.windows.net", "BlobEndpoint is missing")]
    [InlineData("BlobEndpoint=https://somebody.blob.core.windows.net", "TableEndpoint is missing")]
    [InlineData("TableEndpoint=http://somebody.table.core.windows.net;BlobEndpoint=https://somebody.blob.core.windows.net", "TableEndpoint is not so")]
    [InlineData("TableEndpoint=http://127.0.0.1:1/a;BlobEndpoint=http://127.0.0.1:1/a", "TableEndpoint is not so")]
    [InlineData("TableEndpoint=https://somebody.table.core.windows.net;BlobEndpoint=https://somebody.blob.core.windows.net/?sig=no-secret", "BlobEndpoint is not so")]
    [InlineData("TableEndpoint=https://a;TableEndpoint=https://b;BlobEndpoint=https://c", "TableEndpoint is not so")]
    public async Task Address_that_is_missing_or_cannot_be_used_is_told_in_a_sentence(string connection, string told)
    {
        using var folder = new TempFolder();
        await using var error = new StringWriter();

        var code = await LocalCommands.RunAsync(["repair", "--data", folder.Combine("data"), "--storage", connection], TextWriter.Null, error);

        Assert.Equal(1, code);
        Assert.Contains(told, error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().Trim().Split('\n'));
        Assert.DoesNotContain("no-secret", error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Combine("data")));
    }

    [Fact]
    public void Identity_is_asked_for_only_where_there_is_no_key()
    {
        var asked = 0;
        StorageConnection.Read("UseDevelopmentStorage=true", Identity);
        StorageConnection.Read("DefaultEndpointsProtocol=https;AccountName=somebody;AccountKey=bm8tc2VjcmV0IQ==;TableEndpoint=https://t;BlobEndpoint=https://b", Identity);
        StorageConnection.Read("TableEndpoint=https://t;BlobEndpoint=https://b;SharedAccessSignature=sig", Identity);
        Assert.Equal(0, asked);

        Assert.NotNull(StorageConnection.Read(" tableendpoint=https://t/ ; BlobEndpoint=https://b ;", Identity));
        Assert.Equal(1, asked);

        TokenCredential Identity()
        {
            asked++;
            return new NobodysCredential();
        }
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_told_how_and_nothing_is_sent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/somebody";
        var nobody = new NobodysCredential();
        var storage = StorageConnection.Read($"TableEndpoint={address};BlobEndpoint={address}", () => nobody).OrFail();

        var refusal = await Assert.ThrowsAsync<StartupException>(() => storage.OpenAsync(TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None));

        Assert.All(["'az login'", "Storage Table Data Contributor", "Storage Blob Data Contributor"], word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', refusal.Message);

        // It may be for a moment that no token is to be had, so it was asked for again.
        Assert.Equal(3, nobody.Asked);
        Assert.False(listener.Pending());
    }

    private sealed class NobodysCredential : TokenCredential
    {
        public int Asked { get; private set; }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw Nobody();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw Nobody();

        private CredentialUnavailableException Nobody()
        {
            Asked++;
            return new CredentialUnavailableException("Nobody is signed in.\nNowhere.");
        }
    }
}
