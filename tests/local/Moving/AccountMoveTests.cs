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
        await new Serverless.Payments.Moving.HostMarks(Serverless.Storage.Azure.AzureStorageAccount.FromConnectionString(connection).Tables).ClaimAsync(Serverless.Payments.Moving.HostMark.OfFunctions(DateTimeOffset.UnixEpoch));

        Assert.Equal((0, ""), (await ExportAsync("other")) is var (code, _, error) ? (code, error) : default);
    }

    private Task<(int Code, string Output, string Error)> ImportAsync(string data) => House.RunAsync("import", house.Export, "--data", data, "--storage", connection);

    private Task<(int Code, string Output, string Error)> ExportAsync(string data) => House.RunAsync("export", house.Combine("second"), "--data", house.Combine(data), "--storage", connection);
}
