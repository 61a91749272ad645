using Serverless.Local.Samples;
using Serverless.Payments;

namespace Serverless.Local.Tests.Moving;

/// <summary>What an export and an import refuse, and that nothing is written then.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private readonly House house = new();

    public async Task InitializeAsync()
    {
        await using var stack = await TestStack.OpenAsync(house.Source, TimeProvider.System);
        await Approval.ThroughAsync(stack);
        await stack.Payments.Ports.Blobs.PutAsync(Containers.Invoices, "original", "a,b"u8.ToArray());
        SampleLoad.DropInvoices(stack.Data.Inbox);
    }

    public Task DisposeAsync()
    {
        house.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Export_into_a_folder_that_is_not_empty_is_refused()
    {
        Directory.CreateDirectory(house.Export);
        await File.WriteAllTextAsync(Path.Combine(house.Export, "mine"), "mine");

        var (code, _, error) = await house.ExportAsync();
        Assert.Equal(1, code);
        Assert.Contains("is not an empty folder", error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(house.Export));
    }

    [Fact]
    public async Task Export_of_a_folder_without_an_installation_is_refused_and_makes_none()
    {
        var (code, _, error) = await House.RunAsync("export", house.Export, "--data", house.Combine("typo"));

        Assert.Equal(1, code);
        Assert.Contains("There is no installation", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(house.Combine("typo")));
        Assert.False(Directory.Exists(house.Export));
    }

    [Fact]
    public async Task Export_into_the_data_folder_is_refused()
        => Assert.Equal(1, (await House.RunAsync("export", Path.Combine(house.Source, "inbox", "export"), "--data", house.Source)).Code);

    [Fact]
    public async Task Export_and_import_are_refused_while_a_host_runs_on_the_folder()
    {
        await using (var host = await TestStack.OpenAsync(house.Source, TimeProvider.System))
        {
            var (code, _, error) = await house.ExportAsync();
            Assert.Equal(1, code);
            Assert.Contains($"process {Environment.ProcessId}", error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await house.ExportAsync()).Code);
        await using var target = await TestStack.OpenAsync(house.Target, TimeProvider.System);
        Assert.Equal(1, (await house.ImportAsync()).Code);
    }

    [Fact]
    public async Task Import_into_a_storage_that_holds_rows_is_refused_and_names_one()
    {
        Assert.Equal(0, (await house.ExportAsync()).Code);
        await (await TestStack.OpenAsync(house.Target, TimeProvider.System)).DisposeAsync();

        var (code, _, error) = await house.ImportAsync();
        Assert.Equal(1, code);
        Assert.Contains("The storage is not empty: there is row '", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_over_a_file_that_stands_in_the_data_folder_is_refused()
    {
        Assert.Equal(0, (await house.ExportAsync()).Code);
        Directory.CreateDirectory(Path.Combine(house.Target, "caps"));
        await File.WriteAllTextAsync(Path.Combine(house.Target, "caps", "ledger.jsonl"), "");

        var (code, _, error) = await house.ImportAsync();
        Assert.Equal(1, code);
        Assert.Contains("'caps/ledger.jsonl'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_that_changed_in_any_file_of_the_export_is_refused_and_the_file_is_named()
    {
        Assert.Equal(0, (await house.ExportAsync()).Code);
        foreach (var path in Directory.GetFiles(house.Export, "*", SearchOption.AllDirectories).Where(path => new FileInfo(path).Length > 0))
        {
            var whole = await File.ReadAllBytesAsync(path);
            var changed = whole.ToArray();
            changed[Random.Shared.Next(changed.Length)] ^= 0x01;
            await File.WriteAllBytesAsync(path, changed);

            var (code, _, error) = await house.ImportAsync();
            Assert.True(code == 1, path);
            Assert.Contains(Path.GetFileName(path), error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(house.Target), path);
            await File.WriteAllBytesAsync(path, whole);
        }

        Assert.Equal(0, (await house.ImportAsync()).Code);
    }

    [Fact]
    public async Task A_file_that_is_missing_or_was_added_is_refused_and_named()
    {
        Assert.Equal(0, (await house.ExportAsync()).Code);
        var added = Path.Combine(house.Export, "files", "inbox", "added.csv");
        await File.WriteAllTextAsync(added, Invoice.Csv(1));
        Assert.Contains("'files/inbox/added.csv'", (await house.ImportAsync()).Error, StringComparison.Ordinal);

        File.Delete(added);
        File.Delete(Path.Combine(house.Export, "blobs", Containers.Invoices, "original"));
        Assert.Contains("'blobs/invoices/original'", (await house.ImportAsync()).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(house.Target));
    }

    [Fact]
    public async Task An_export_without_a_manifest_is_refused()
    {
        Assert.Equal(0, (await house.ExportAsync()).Code);
        File.Delete(Path.Combine(house.Export, "manifest.json"));

        var (code, _, error) = await house.ImportAsync();
        Assert.Equal(1, code);
        Assert.Contains("broken off", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_a_later_format_is_refused_by_its_format()
    {
        Assert.Equal(0, (await house.ExportAsync()).Code);
        var manifest = Path.Combine(house.Export, "manifest.json");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal));

        var (code, _, error) = await house.ImportAsync();
        Assert.Equal(1, code);
        Assert.Contains("has the format 2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_among_the_files_is_left_and_named_and_what_it_leads_to_does_not_get_out()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await File.WriteAllTextAsync(house.Combine("others"), "others");
        File.CreateSymbolicLink(Path.Combine(house.Source, "rejected", "link.csv"), house.Combine("others"));

        var (code, output, _) = await house.ExportAsync();
        Assert.Equal(0, code);
        Assert.Contains("left       rejected/link.csv: no regular file", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(house.Export, "files", "rejected", "link.csv")));
        Assert.Equal(0, (await house.ImportAsync()).Code);
    }

    [Fact]
    public async Task A_submission_that_stands_in_the_engine_alone_keeps_the_installation_where_it_is()
    {
        await using (var stack = await TestStack.OpenAsync(house.Source, TimeProvider.System))
        {
            var id = stack.Payments.Records.Ids.Create("1000000001", "taken");
            await stack.Engine.ScheduleNewOrchestrationInstanceAsync("PaymentApproval", null, new Durable.StartOrchestrationOptions($"payment-{id}", TimeProvider.System.GetUtcNow().AddDays(1)));
        }

        var (code, _, error) = await house.ExportAsync();
        Assert.Equal(1, code);
        Assert.Contains("1 submissions or runs were taken", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(house.Export));
    }

    [Fact]
    public async Task The_export_and_what_is_imported_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(Path.Combine(house.Source, "caps", "ledger.jsonl"), (UnixFileMode)0b110_100_100);
        Assert.Equal(0, (await house.ExportAsync()).Code);
        Assert.Equal(0, (await house.ImportAsync()).Code);

        var made = Directory.GetFileSystemEntries(house.Export, "*", SearchOption.AllDirectories).Append(house.Export)
            .Concat(Directory.GetFiles(Path.Combine(house.Target, "caps"))).Append(house.Target);
        foreach (var path in made)
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others);
        }
    }
}
