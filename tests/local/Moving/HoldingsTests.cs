using Serverless.Local.Moving;

namespace Serverless.Local.Tests.Moving;

/// <summary>What an installation keeps is on the lists of what moves, whatever a later capability adds.</summary>
public sealed class HoldingsTests : IAsyncLifetime
{
    private readonly House house = new();

    public async Task InitializeAsync()
    {
        await house.BuildAsync();
        await using var host = await WebVisit.StartAsync(house.Source);
        await WebVisit.AskAsync(host);
    }

    public Task DisposeAsync()
    {
        house.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_table_container_and_folder_that_the_work_left_is_on_a_list()
    {
        await using var premises = await Premises.OpenAsync(DataFolder.Open(house.Source), null, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, CancellationToken.None);
        var tables = premises.Database.Read(session =>
        {
            var names = new List<string>();
            using var reader = session.Query("SELECT DISTINCT table_name FROM table_rows");
            while (reader.Read())
            {
                names.Add(reader.GetString(0));
            }

            return names;
        });

        Assert.NotEmpty(tables);
        Assert.Subset(Holdings.Tables.Append(StorageChoice.Table).ToHashSet(), tables.ToHashSet());
        Assert.Subset(Holdings.Containers.ToHashSet(), Names(Path.Combine(house.Source, "blobs")));
        Assert.Equal(Holdings.Folders.Concat(Holdings.FoldersLeft).ToHashSet(), Names(house.Source));
    }

    private static HashSet<string> Names(string folder) => [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!)];
}
