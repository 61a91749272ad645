using Serverless.Payments.Moving;
using Serverless.Storage.Azure;
using Serverless.Testing;

namespace Serverless.Local.Tests.Moving;

/// <summary>An installation whose rows are in an account has the other half in one data folder, and moves with that one alone.</summary>
public sealed class AccountMoveTests : IAsyncLifetime
{
    private readonly House house = new();
    private string connection = "";

    public async Task InitializeAsync()
    {
        connection = (await Azurite.SharedAsync()).NewAccount();
        await using (var stack = await TestStack.OpenAsync(house.Source, TimeProvider.System))
        {
            await Approval.ThroughAsync(stack);
            await File.WriteAllTextAsync(Path.Combine(stack.Data.Done, "one.csv"), "one");
        }

        Assert.Equal(0, (await house.ExportAsync()).Code);
    }

    public Task DisposeAsync()
    {
        house.Dispose();
        return Task.CompletedTask;
    }

    [SkippableFact]
    public async Task Blob_that_an_export_cannot_carry_is_named_and_those_that_wait_in_the_inbox_are_carried()
    {
        Assert.Equal(0, (await ImportAsync(house.Target)).Code);
        var inbox = new Azure.Storage.Blobs.BlobContainerClient(connection, Serverless.Payments.Containers.Inbox, new(Azure.Storage.Blobs.BlobClientOptions.ServiceVersion.V2025_01_05));
        await inbox.CreateAsync();
        await inbox.UploadBlobAsync("Invoices March.csv", BinaryData.FromString("one"));
        await inbox.UploadBlobAsync("april.csv", BinaryData.FromString("two"));

        var (code, output, _) = await ExportAsync("target");
        Assert.Equal(0, code);
        Assert.Contains("left       container inbox: Invoices March.csv", output, StringComparison.Ordinal);
        Assert.True(File.Exists(house.Combine("second", "blobs", "inbox", "april.csv")));
    }

    [SkippableFact]
    public async Task Import_repeated_into_the_account_with_another_folder_is_refused_and_with_the_same_one_done()
    {
        Assert.Equal(0, (await ImportAsync(house.Target)).Code);

        var (code, output, error) = await ImportAsync(house.Combine("other"));
        Assert.Equal(1, code);
        Assert.DoesNotContain("nothing to do", output, StringComparison.Ordinal);
        Assert.Contains($"'{house.Combine("other")}' has none of them", error, StringComparison.Ordinal);
        Assert.Contains("There is nothing to do", (await ImportAsync(house.Target)).Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Host_and_export_with_another_folder_than_the_imports_are_refused_before_and_after_the_first_start()
    {
        Assert.Equal(0, (await ImportAsync(house.Target)).Code);
        var unstarted = await House.RunAsync("repair", "--data", house.Combine("other"), "--storage", connection);
        Assert.Equal(1, unstarted.Code);
        Assert.Contains("were imported at", unstarted.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await ExportAsync("other")).Code);

        Assert.Equal(0, (await House.RunAsync("repair", "--data", house.Target, "--storage", connection)).Code);
        Assert.Equal(1, (await House.RunAsync("repair", "--data", house.Combine("other"), "--storage", connection)).Code);
        var (code, _, error) = await ExportAsync("other");
        Assert.Equal(1, code);
        Assert.Contains($"'{house.Target}' on {Environment.MachineName}", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(house.Combine("second")));

        Assert.Equal(0, (await ExportAsync("target")).Code);
        Assert.True(File.Exists(house.Combine("second", "files", "done", "one.csv")));
        Assert.DoesNotContain("\"partitionKey\":\"host\"", await File.ReadAllTextAsync(house.Combine("second", "tables", "settings.jsonl")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_the_app_works_on_is_exported_with_any_folder()
    {
        Assert.Equal(0, (await ImportAsync(house.Target)).Code);
        await new HostMarks(AzureStorageAccount.FromConnectionString(connection).Tables).ClaimAsync(HostMark.OfFunctions(DateTimeOffset.UnixEpoch));

        var (code, _, error) = await ExportAsync("other");
        Assert.Equal((0, ""), (code, error));
    }

    [SkippableFact]
    public async Task Import_into_an_account_that_a_host_has_taken_without_records_yet_is_refused()
    {
        await new HostMarks(AzureStorageAccount.FromConnectionString(connection).Tables).ClaimAsync(new HostMark(HostKind.Standalone, "another", "somebody's host", DateTimeOffset.UnixEpoch));

        var (code, _, error) = await ImportAsync(house.Target);
        Assert.Equal(1, code);
        Assert.Contains("taken by somebody's host at 1970-01-01", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> ImportAsync(string data) => House.RunAsync("import", house.Export, "--data", data, "--storage", connection);

    private Task<(int Code, string Output, string Error)> ExportAsync(string data) => House.RunAsync("export", house.Combine("second"), "--data", house.Combine(data), "--storage", connection);
}
