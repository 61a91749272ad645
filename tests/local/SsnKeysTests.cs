using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local.Cli;
using Serverless.Payments.People;
using Serverless.Testing;

namespace Serverless.Local.Tests;

/// <summary>Where the standalone host has the keys of Social Security numbers from.</summary>
[Trait("Req", "KEES-3")]
public sealed class SsnKeysTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Data => folder.Combine("data");

    private string KeyFile => folder.Combine("data", "keys", SsnKeyFile.Name);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Keys_are_made_in_the_data_folder_at_the_first_start_and_serve_every_later_one()
    {
        await (await OpenAsync()).DisposeAsync();
        var made = await File.ReadAllTextAsync(KeyFile);
        await (await OpenAsync()).DisposeAsync();

        Assert.Equal(made, await File.ReadAllTextAsync(KeyFile));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        }
    }

    [Fact]
    public async Task Keys_that_are_given_leave_no_file_and_others_are_refused_afterwards()
    {
        var keys = SsnKeys.CreateRandom();
        await (await OpenAsync(keys)).DisposeAsync();
        Assert.False(File.Exists(KeyFile));
        await (await OpenAsync(keys)).DisposeAsync();

        await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync(SsnKeys.CreateRandom()));
        var missing = await Assert.ThrowsAsync<StartupException>(() => OpenAsync());
        Assert.Contains(KeyFile, missing.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));
    }

    [Fact]
    public async Task Command_says_in_a_sentence_that_the_keys_are_lost_or_no_keys()
    {
        await (await OpenAsync()).DisposeAsync();
        var made = await File.ReadAllTextAsync(KeyFile);
        File.Delete(KeyFile);
        var lost = await RepairAsync();
        Assert.Contains("Put it back from the backup", lost, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));

        await File.WriteAllTextAsync(KeyFile, "{}");
        Assert.Contains("does not hold the keys", await RepairAsync(), StringComparison.Ordinal);

        File.Delete(KeyFile);
        SsnKeyFile.OpenOrCreate(KeyFile);
        Assert.Contains("are kept under another key", await RepairAsync(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(KeyFile, made);
        await (await OpenAsync()).DisposeAsync();
    }

    private Task<LocalStack> OpenAsync(SsnKeys? keys = null) => LocalStack.OpenAsync(DataFolder.Open(Data), TimeProvider.System, NullLoggerFactory.Instance, ssnKeys: keys);

    private async Task<string> RepairAsync()
    {
        await using var error = new StringWriter();
        Assert.Equal(1, await LocalCommands.RunAsync(["repair", "--data", Data], TextWriter.Null, error));
        Assert.Single(error.ToString().Trim().Split('\n'));
        return error.ToString();
    }
}
