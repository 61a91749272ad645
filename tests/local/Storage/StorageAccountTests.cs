using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local.Cli;
using Serverless.Local.Samples;
using Serverless.Local.Serving;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Moving;
using Serverless.Sqlite;
using Serverless.Storage;
using Serverless.Storage.Azure;
using Serverless.Storage.Sqlite;
using Serverless.Testing;

namespace Serverless.Local.Tests.Storage;

/// <summary>The host over a storage account: <c>--storage</c>.</summary>
public sealed class StorageAccountTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public async Task Payment_is_paid_with_its_records_in_the_account_and_none_in_the_folder()
    {
        var connection = (await Azurite.SharedAsync()).NewAccount();
        string paymentId;
        await using (var stack = await OpenAsync(connection))
        {
            var payment = await Approval.ThroughAsync(stack);
            paymentId = payment.Id;
            await stack.Payments.Runs.StartOffCycleAsync(new Caller("operations", new HashSet<Role> { Role.Operations }), "test", "test");
            await Eventually.HoldsAsync("the payment paid", async () => (await stack.Payments.Records.FindAsync(paymentId))?.Status == PaymentStatus.PaidByCaps);

            var own = await SqliteTableStore.OpenAsync(stack.Database);
            Assert.Empty((await own.QueryAsync(Tables.Payments, payment.Facts.ClientId, RowRange.All)).Rows);
            Assert.NotEmpty((await AzureStorageAccount.FromConnectionString(connection).Tables.QueryAsync(Tables.Payments, payment.Facts.ClientId, RowRange.All)).Rows);
        }

        await using var again = await OpenAsync(connection);
        Assert.Equal(PaymentStatus.PaidByCaps, (await again.Payments.Records.FindAsync(paymentId))?.Status);
    }

    [SkippableFact]
    public async Task Folder_that_began_with_tables_of_its_own_is_refused_an_account()
    {
        var connection = (await Azurite.SharedAsync()).NewAccount();
        await (await OpenAsync(connection: null)).DisposeAsync();

        var refusal = await Assert.ThrowsAsync<StartupException>(() => OpenAsync(connection));

        Assert.Contains("began with its own tables and blobs", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'export'", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(KeyOf(connection), refusal.ToString(), StringComparison.Ordinal);
        await (await OpenAsync(connection: null)).DisposeAsync();
    }

    [SkippableFact]
    public async Task Folder_that_began_with_an_account_is_refused_any_other_storage()
    {
        var azurite = await Azurite.SharedAsync();
        var connection = azurite.NewAccount();
        await (await OpenAsync(connection)).DisposeAsync();

        var own = await Assert.ThrowsAsync<StartupException>(() => OpenAsync(connection: null));
        Assert.Contains(AzureStorageAccount.FromConnectionString(connection).TablesUri, own.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StartupException>(() => OpenAsync(azurite.NewAccount()));
    }

    [SkippableFact]
    public async Task Account_that_one_folders_host_works_on_is_refused_to_another_folder_and_to_the_app_until_it_is_the_former()
    {
        var connection = (await Azurite.SharedAsync()).NewAccount();
        await (await OpenAsync(connection)).DisposeAsync();

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync(connection, "other"));
        Assert.Contains($"'{folder.Combine("data")}' on {Environment.MachineName}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("A storage account", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Combine("other", "caps")));
        var marks = new HostMarks(AzureStorageAccount.FromConnectionString(connection).Tables);
        await Assert.ThrowsAsync<InvalidDataException>(() => marks.ClaimAsync(HostMark.OfFunctions(DateTimeOffset.UnixEpoch)));

        // The other folder is not bound by the attempt, and the former is known wherever it was moved to.
        await (await OpenAsync(connection: null, "other")).DisposeAsync();
        Directory.Move(folder.Combine("data"), folder.Combine("moved"));
        await (await OpenAsync(connection, "moved")).DisposeAsync();
    }

    [SkippableFact]
    public async Task Account_that_the_app_works_on_is_refused_to_a_folder_and_every_instance_of_the_app_may_claim_it()
    {
        var connection = (await Azurite.SharedAsync()).NewAccount();
        var marks = new HostMarks(AzureStorageAccount.FromConnectionString(connection).Tables);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(instance => marks.ClaimAsync(HostMark.OfFunctions(DateTimeOffset.UnixEpoch.AddHours(instance)))));

        await using var error = new StringWriter();
        var code = await LocalCommands.RunAsync(["repair", "--data", folder.Combine("data"), "--storage", connection], TextWriter.Null, error);

        Assert.Equal(1, code);
        Assert.Contains("worked on by the Functions app", error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().Trim().Split('\n'));
    }

    [SkippableFact]
    public async Task Folder_keeps_to_the_blobs_that_it_began_with_as_to_the_tables()
    {
        var azurite = await Azurite.SharedAsync();
        var (one, other) = (azurite.NewAccount(), azurite.NewAccount());
        await (await OpenAsync(one)).DisposeAsync();
        var mixed = string.Join(';', one.Split(';').Select(part => part.StartsWith("BlobEndpoint=", StringComparison.Ordinal) ? other.Split(';').Single(of => of.StartsWith("BlobEndpoint=", StringComparison.Ordinal)) : part));

        // The account as it is signed for must fit the address of the blobs, or the check at the start refuses it first.
        var account = AzureStorageAccount.FromConnectionString(mixed);
        await using var database = SqliteDatabase.Open(new SqliteDatabaseOptions(Path.Combine(folder.Combine("data"), "serverless.db")), NullLoggerFactory.Instance);
        var own = await SqliteTableStore.OpenAsync(database);
        var refusal = await Assert.ThrowsAsync<StartupException>(() => StorageChoice.CheckAsync(own, account, folder.Combine("data"), CancellationToken.None));

        Assert.Contains(account.BlobsUri, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccountKey=no-secret!", "no connection string")]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=somebody;AccountKey=bm8tc2VjcmV0IQ==;TableEndpoint=http://127.0.0.1:1/somebody;BlobEndpoint=http://127.0.0.1:1/somebody", "http://127.0.0.1:1/somebody did not read a row in 3 attempts")]
    public async Task Account_that_cannot_be_used_is_told_in_a_sentence_without_its_key(string connection, string told)
    {
        await using var error = new StringWriter();

        var code = await LocalCommands.RunAsync(["repair", "--data", folder.Combine("data"), "--storage", connection], TextWriter.Null, error);

        Assert.Equal(1, code);
        Assert.Contains(told, error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().Trim().Split('\n'));
        Assert.DoesNotContain("no-secret!", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("bm8tc2VjcmV0IQ", error.ToString(), StringComparison.Ordinal);

        // Nor does the folder remember it.
        await (await OpenAsync(connection: null)).DisposeAsync();
    }

    [SkippableFact]
    public async Task Health_turns_bad_when_the_account_is_gone()
    {
        var azurite = await Azurite.StartAsync();
        var settings = new LocalSettings(folder.Combine("data"), CapsKind.Simulator, ["http://127.0.0.1:0"], "Development", new ConfigurationBuilder().Build(), StorageConnection.Read(azurite.NewAccount()));
        await using var host = await LocalHost.StartAsync(settings, TimeProvider.System);
        using var client = new HttpClient { BaseAddress = new Uri(host.Addresses.Single()) };
        var health = new Uri("/health", UriKind.Relative);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(health)).StatusCode);

        await azurite.DisposeAsync();

        using var answer = await client.GetAsync(health);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("\"storage\":\"Unhealthy\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<LocalStack> OpenAsync(string? connection, string data = "data")
    {
        var stack = await LocalStack.OpenAsync(DataFolder.Open(folder.Combine(data)), TimeProvider.System, NullLoggerFactory.Instance, storage: StorageConnection.Read(connection));
        await SampleLoad.RunAsync(stack, withInvoices: false, NullLogger.Instance);
        return stack;
    }

    private static string KeyOf(string connection) => connection.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..];
}
