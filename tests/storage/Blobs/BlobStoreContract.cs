using System.Text;

namespace Serverless.Storage.Tests.Blobs;

/// <summary>What every adapter of the blob port does alike. A class per adapter derives from it.</summary>
public abstract partial class BlobStoreContract : IAsyncLifetime
{
    protected const string Container = "exports";

    public static TheoryData<string> BadNames => new(
        "", "/", "/etc/passwd", "a/", "a//b", "..", "../up", "a/../../up", "a/..", ".", "./a", ".hidden", "a/.hidden", "a.", "a./b",
        "a\\b", "..\\up", "C:\\a", "C:a", "a b", "a\nb", "a\n", "a\0b", "a%2e%2e", "Zoë", "a*", "a?b", "~", "CON", "nul.txt", "a/Com1", "lpt9.csv/b",
        new string('s', BlobLimits.SegmentCharsMax + 1), string.Join('/', Enumerable.Repeat("s", BlobLimits.SegmentsMax + 1)), string.Join('/', Enumerable.Repeat(new string('s', 120), 5)));

    public static TheoryData<string> BadContainers => new("", "ab", "Exports", "a_b", "-ab", "ab-", "a--b", "..", "../ab", "a/b", ".ab", "exports\n", new string('c', 64));

    public static TheoryData<string> GoodNames => new(
        "a", "report.csv", "2026/01/07/report-1_final.tar.gz", "_a/-b", "a..b", "console", "a/nullable.txt",
        new string('s', BlobLimits.SegmentCharsMax), string.Join('/', Enumerable.Repeat("s", BlobLimits.SegmentsMax)));

    protected IBlobStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public Task DisposeAsync() => CloseAsync();

    protected abstract Task<IBlobStore> OpenAsync();

    protected virtual Task CloseAsync() => Task.CompletedTask;

    protected Task<bool> Put(string name, string text, bool overwrite = false, string container = Container)
        => Store.PutAsync(container, name, Encoding.UTF8.GetBytes(text), overwrite);

    protected async Task<string?> TextOf(string name, string container = Container)
        => await Store.GetAsync(container, name) is { } content ? Encoding.UTF8.GetString(content) : null;

    protected async Task<List<string>> NamesOf(string? prefix = null, string container = Container)
    {
        var names = new List<string>();
        await foreach (var name in Store.ListAsync(container, prefix))
        {
            names.Add(name);
        }

        return names;
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000_000)]
    public async Task Content_is_read_back_to_the_byte(int length)
    {
        var content = new byte[length];
        new Random(1).NextBytes(content);

        Assert.True(await Store.PutAsync(Container, "a.bin", content));
        Assert.Equal(content, await Store.GetAsync(Container, "a.bin"));
    }

    [SkippableFact]
    public async Task Content_is_kept_as_it_was_when_the_buffer_changes_later()
    {
        var buffer = new byte[] { 1, 2, 3 };
        await Store.PutAsync(Container, "a.bin", buffer);
        buffer[0] = 9;
        (await Store.GetAsync(Container, "a.bin"))![1] = 9;

        Assert.Equal([1, 2, 3], (await Store.GetAsync(Container, "a.bin"))!);
    }

    [SkippableFact]
    public async Task Put_leaves_an_existing_blob_alone_and_answers_false()
    {
        Assert.True(await Put("a.txt", "first"));

        Assert.False(await Put("a.txt", "second"));
        Assert.Equal("first", await TextOf("a.txt"));
    }

    [SkippableFact]
    public async Task Put_replaces_the_content_whole_when_told_to_overwrite()
    {
        Assert.True(await Put("a.txt", "a long first content", overwrite: true));

        Assert.True(await Put("a.txt", "second", overwrite: true));
        Assert.Equal("second", await TextOf("a.txt"));
    }

    [SkippableFact]
    public async Task Get_answers_null_where_there_is_no_blob()
    {
        await Put("folder/a.txt", "1");

        Assert.Null(await TextOf("folder/b.txt"));
        Assert.Null(await TextOf("folder"));
        Assert.Null(await TextOf("a.txt"));
        Assert.Null(await TextOf("folder/a.txt", "others"));
    }

    [SkippableFact]
    public async Task Delete_removes_the_blob_and_tells_whether_there_was_one()
    {
        await Put("folder/a.txt", "1");

        Assert.False(await Store.DeleteAsync(Container, "folder"));
        Assert.False(await Store.DeleteAsync(Container, "none/b.txt"));
        Assert.True(await Store.DeleteAsync(Container, "folder/a.txt"));
        Assert.False(await Store.DeleteAsync(Container, "folder/a.txt"));
        Assert.Null(await TextOf("folder/a.txt"));
        Assert.True(await Put("folder/a.txt", "2"));
    }

    [SkippableFact]
    public async Task List_answers_the_names_in_ordinal_order()
    {
        string[] names = ["B", "a-b", "a.b", "a/b", "a/B", "a/b-c", "a0", "a_", "b/1", "b/10/x", "b/2"];
        foreach (var name in names.Reverse())
        {
            await Put(name, name);
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), await NamesOf());
        Assert.Equal(names.Order(StringComparer.Ordinal), await NamesOf(""));
    }

    [SkippableTheory]
    [InlineData("2026/01/", "2026/01/07.csv", "2026/01/14.csv")]
    [InlineData("2026/0", "2026/01/07.csv", "2026/01/14.csv", "2026/02/04.csv")]
    [InlineData("2026/01/07.", "2026/01/07.csv")]
    [InlineData("2026/01/07.csv", "2026/01/07.csv")]
    [InlineData("2", "2026-notes", "2026/01/07.csv", "2026/01/14.csv", "2026/02/04.csv")]
    [InlineData("none/")]
    [InlineData("2026/03/")]
    public async Task List_by_prefix_answers_every_name_with_it_and_no_other(string prefix, params string[] expected)
    {
        foreach (var name in new[] { "2026/01/07.csv", "2026/01/14.csv", "2026/02/04.csv", "2026-notes", "x/2026/01/07.csv" })
        {
            await Put(name, name);
        }

        Assert.Equal(expected, await NamesOf(prefix));
    }

    [SkippableFact]
    public async Task Containers_do_not_see_each_other()
    {
        await Put("a.txt", "1");
        await Put("a.txt", "2", container: "others");
        await Store.DeleteAsync(Container, "a.txt");

        Assert.Empty(await NamesOf());
        Assert.Equal(["a.txt"], await NamesOf(container: "others"));
        Assert.Equal("2", await TextOf("a.txt", "others"));
        Assert.Empty(await NamesOf(container: "empty"));
    }
}
