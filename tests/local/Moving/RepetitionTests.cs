using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local.Cli;
using Serverless.Local.Moving;
using Serverless.Payments;
using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Local.Tests.Moving;

/// <summary>An import that was killed is repeated and comes to its end; until then no host starts there.</summary>
[Trait("Req", "ALL-3")]
public sealed class RepetitionTests : IAsyncLifetime
{
    /// <summary>So many that the writing takes long enough to be broken off.</summary>
    private const int Clients = 3_000;

    private readonly House house = new();

    public async Task InitializeAsync()
    {
        await using (var stack = await TestStack.OpenAsync(house.Source, TimeProvider.System))
        {
            await Approval.ThroughAsync(stack);
            var clients = Enumerable.Range(0, Clients).Select(index => new Client($"2{index:D9}", "Ada", "Lopez", Active: true, "coordinator"));
            await Parallel.ForEachAsync(clients, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (client, stop) => await stack.Payments.Directory.PutClientAsync(client, stop));
            await File.WriteAllTextAsync(Path.Combine(stack.Data.Done, "one.csv"), "one");
        }

        Assert.Equal(0, (await house.ExportAsync()).Code);
    }

    public Task DisposeAsync()
    {
        house.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Import_that_is_broken_off_again_and_again_comes_to_its_end_when_it_is_repeated()
    {
        var brokenOff = 0;
        for (var attempt = 0; attempt < 6; attempt++)
        {
            brokenOff += await IsBrokenOffAsync(rowsBefore: Random.Shared.Next(1, Clients)) ? 1 : 0;
            await AssertNoHostStartsAsync();
        }

        Assert.Equal(6, brokenOff);
        var (code, output, error) = await house.ImportAsync();
        Assert.Equal((0, ""), (code, error));
        Assert.DoesNotContain("DIFFERENT", output, StringComparison.Ordinal);
        var (source, target) = await house.InventoriesAsync();
        Assert.True(Agreement.Of(source, target).IsWhole);
        await (await TestStack.OpenAsync(house.Target, TimeProvider.System)).DisposeAsync();
    }

    [Fact]
    public async Task Row_that_somebody_else_wrote_meanwhile_is_never_overwritten_and_named()
    {
        Assert.True(await IsBrokenOffAsync(rowsBefore: 10));
        await using (var premises = await OpenTargetAsync())
        {
            await premises.Tables.SubmitAsync(Tables.Payments, "2000002999", [TableOperation.Upsert("client", "other")]);
        }

        var (code, _, error) = await house.ImportAsync();
        Assert.Equal(1, code);
        Assert.Contains("Row 'client' of partition '2000002999' in table 'payments' stands there with other data", error, StringComparison.Ordinal);
        await AssertNoHostStartsAsync();
    }

    [Fact]
    public async Task Row_that_the_export_does_not_have_is_found_at_the_end_and_no_host_starts()
    {
        Assert.True(await IsBrokenOffAsync(rowsBefore: 10));
        await using (var premises = await OpenTargetAsync())
        {
            await premises.Tables.SubmitAsync(Tables.Runs, "others", [TableOperation.Insert("row", "{}")]);
        }

        var (code, output, _) = await house.ImportAsync();
        Assert.Equal(1, code);
        Assert.Contains("DIFFERENT  table runs: 1 rows in the export; here table runs: 2 rows", output, StringComparison.Ordinal);
        await AssertNoHostStartsAsync();
    }

    [Fact]
    public async Task File_that_was_dropped_meanwhile_is_named_and_without_it_the_same_import_comes_to_its_end()
    {
        Assert.True(await IsBrokenOffAsync(rowsBefore: 10));
        var dropped = Path.Combine(house.Target, "inbox", "dropped.csv");
        await File.WriteAllTextAsync(dropped, Invoice.Csv(1));

        var (code, output, _) = await house.ImportAsync();
        Assert.Equal(1, code);
        Assert.Contains("until they agree: 'inbox/dropped.csv'. Take away", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Import into an empty storage", output, StringComparison.Ordinal);
        await AssertNoHostStartsAsync();

        File.Delete(dropped);
        Assert.Equal(0, (await house.ImportAsync()).Code);
    }

    [Fact]
    public async Task Another_export_is_not_imported_into_a_storage_that_one_is_under_way_into()
    {
        Assert.True(await IsBrokenOffAsync(rowsBefore: 10));
        Assert.Equal(0, (await House.RunAsync("export", house.Combine("second"), "--data", house.Source)).Code);

        var (code, _, error) = await House.RunAsync("import", house.Combine("second"), "--data", house.Target);
        Assert.Equal(1, code);
        Assert.Contains("Another export", error, StringComparison.Ordinal);
    }

    private Task<Premises> OpenTargetAsync() => Premises.OpenAsync(DataFolder.Open(house.Target), null, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    /// <summary>Imports in this process, and breaks it off once the target has so many rows more than before.</summary>
    private async Task<bool> IsBrokenOffAsync(int rowsBefore)
    {
        using var kill = new CancellationTokenSource();
        var export = new ExportFolder(house.Export);
        var (manifest, sha256) = await export.OpenAsync(CancellationToken.None);
        await using var premises = await OpenTargetAsync();
        var killing = new KillingHoldings(export, rowsBefore, kill);
        try
        {
            await new Arrival(premises, killing, TextWriter.Null, TimeProvider.System).RunAsync(manifest, sha256, kill.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private async Task AssertNoHostStartsAsync()
    {
        await using var error = new StringWriter();
        Assert.Equal(1, await LocalCommands.RunAsync(["repair", "--data", house.Target], TextWriter.Null, error));
        Assert.Contains("Repeat the import", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Pulls the plug after so many rows were read.</summary>
    private sealed class KillingHoldings(IHoldings inner, int rowsBefore, CancellationTokenSource kill) : IHoldings
    {
        private int rows;

        public async IAsyncEnumerable<TableRow> RowsAsync(string table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (var row in inner.RowsAsync(table, cancellation))
            {
                if (++rows == rowsBefore)
                {
                    await kill.CancelAsync();
                }

                yield return row;
            }
        }

        public IAsyncEnumerable<Piece> BlobsAsync(string container, CancellationToken cancellation) => inner.BlobsAsync(container, cancellation);

        public IAsyncEnumerable<Piece> FilesAsync(string folder, CancellationToken cancellation) => inner.FilesAsync(folder, cancellation);
    }
}
