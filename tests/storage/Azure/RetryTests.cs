using Serverless.Storage.Azure;
using Serverless.Testing;
using static Serverless.Storage.TableOperation;

namespace Serverless.Storage.Tests.Azure;

/// <summary>How long it is tried, and what is said in the end.</summary>
public sealed class RetryTests
{
    [SkippableTheory]
    [InlineData(Fault.Throttled)]
    [InlineData(Fault.Busy)]
    [InlineData(Fault.ResetBefore)]
    [InlineData(Fault.NeverAnswers)]
    public async Task Faults_without_end_are_given_up_after_so_many_attempts_with_what_to_do(Fault fault)
    {
        var account = await FaultyAccount.OpenAsync(attemptsMax: 4);
        account.Faults.Always(fault);

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => account.Tables.SubmitAsync("payments", "client", [Insert("row", "1")]));
        Assert.Equal(4, account.Faults.Requests.Count);
        Assert.Contains("did not write rows in 4 attempts", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Look at the address", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(account.Other.TablesUri, refusal.Message, StringComparison.Ordinal);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => account.Tables.GetAsync("payments", "client", "row"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => account.Blobs.GetAsync("exports", "a.txt"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => account.Blobs.PutAsync("exports", "a.txt", new byte[1]));
    }

    [SkippableFact]
    public async Task Refusal_of_ourselves_is_not_tried_again_and_names_the_roles()
    {
        var account = await FaultyAccount.OpenAsync();
        account.Faults.Always(Fault.Forbidden);

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => account.Tables.SubmitAsync("payments", "client", [Insert("row", "1")]));

        Assert.Single(account.Faults.Requests);
        Assert.Contains("Storage Table Data Contributor", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Retry_After_is_obeyed()
    {
        var account = await FaultyAccount.OpenAsync();
        account.Faults.RetryAfter = 7;
        account.Faults.Next(Fault.Throttled);

        var submitted = account.Tables.SubmitAsync("payments", "client", [Insert("row", "1")]);
        await Until.TrueAsync(() =>
        {
            account.Time.Advance(TimeSpan.FromSeconds(0.25));
            return Task.FromResult(submitted.IsCompleted);
        });

        await submitted;
        Assert.True(account.Faults.Requests[1] - account.Faults.Requests[0] >= TimeSpan.FromSeconds(7));
    }

    [SkippableFact]
    public async Task Caller_that_gives_up_is_let_go_at_once()
    {
        var account = await FaultyAccount.OpenAsync();
        using var patience = new CancellationTokenSource();
        account.Faults.Next(Fault.Busy);
        account.Faults.Meanwhile = patience.CancelAsync;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => account.Tables.SubmitAsync("payments", "client", [Insert("row", "1")], patience.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => account.Blobs.GetAsync("exports", "a.txt", patience.Token));

        Assert.Single(account.Faults.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("UseDevelopmentStorage=perhaps")]
    [InlineData("AccountKey=no-secret!")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=somebody;AccountKey=no-secret!;EndpointSuffix=core.windows.net")]
    public void Connection_string_that_is_none_is_refused_without_repeating_it(string connection)
    {
        var refusal = Assert.Throws<ArgumentException>(() => AzureStorageAccount.FromConnectionString(connection));

        Assert.Contains("AccountKey=…", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Account_tells_where_it_is_and_no_secret()
    {
        var account = AzureStorageAccount.FromConnectionString("BlobEndpoint=https://somebody.blob.core.windows.net;TableEndpoint=https://somebody.table.core.windows.net;SharedAccessSignature=sv=2024&sig=secret");

        Assert.Equal("https://somebody.table.core.windows.net", account.TablesUri);
        Assert.Equal("https://somebody.blob.core.windows.net", account.BlobsUri);
        Assert.Equal(account.TablesUri, account.ToString());
    }
}
