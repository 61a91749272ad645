using Serverless.Storage.Folders;
using Serverless.Testing;

namespace Serverless.Storage.Tests.Blobs;

public sealed class FolderBlobStoreTests : BlobStoreContract
{
    private readonly TempFolder folder = new();

    private string Root => folder.Combine("blobs");

    protected override Task<IBlobStore> OpenAsync() => Task.FromResult<IBlobStore>(new FolderBlobStore(Root));

    protected override Task CloseAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }

    private string FileOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, Container, .. parts]);

    [Fact]
    public async Task Put_is_refused_when_one_name_is_the_folder_of_the_other()
    {
        await Put("a/b", "1");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Put("a", "2"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Put("a", "2", overwrite: true));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Put("a/b/c", "3"));
        Assert.Equal(["a/b"], await NamesOf());
    }

    [Fact]
    public async Task Blob_is_a_plain_file_of_its_name_and_nothing_else_remains()
    {
        await Put("2026/report.csv", "1");
        await Put("2026/report.csv", "2");
        await Put("2026/report.csv", "3", overwrite: true);
        await Put("2026/gone.csv", "4");
        await Store.DeleteAsync(Container, "2026/gone.csv");

        Assert.Equal([FileOf("2026", "report.csv")], Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories));
        Assert.Equal("3", await File.ReadAllTextAsync(FileOf("2026", "report.csv")));
    }

    [Fact]
    public async Task Blobs_survive_reopening()
    {
        await Put("a/b.txt", "1");

        Assert.Equal("1"u8.ToArray(), await new FolderBlobStore(Root).GetAsync(Container, "a/b.txt"));
    }

    [Fact]
    public async Task Unfinished_file_is_not_listed_and_is_swept_at_the_next_start()
    {
        await Put("a/b.txt", "1");
        var unfinished = FileOf("a", ".unfinished-0123");
        await File.WriteAllTextAsync(unfinished, "half");

        Assert.Equal(["a/b.txt"], await NamesOf());
        _ = new FolderBlobStore(Root);
        Assert.False(File.Exists(unfinished));
        Assert.True(File.Exists(FileOf("a", "b.txt")));
    }

    [Fact]
    public async Task File_that_somebody_else_left_is_not_listed_when_its_name_is_none_of_a_blob()
    {
        await Put("a.txt", "1");
        await File.WriteAllTextAsync(FileOf("with space.txt"), "2");
        await File.WriteAllTextAsync(FileOf(".hidden"), "3");

        Assert.Equal(["a.txt"], await NamesOf());
    }

    [Fact]
    public async Task Link_to_a_file_is_refused_and_its_target_left_alone()
    {
        await Put("a.txt", "1");
        var outside = folder.Combine("outside.txt");
        await File.WriteAllTextAsync(outside, "secret");
        File.CreateSymbolicLink(FileOf("link.txt"), outside);

        await Assert.ThrowsAsync<IOException>(() => TextOf("link.txt"));
        await Assert.ThrowsAsync<IOException>(() => Put("link.txt", "2"));
        await Assert.ThrowsAsync<IOException>(() => Put("link.txt", "2", overwrite: true));
        await Assert.ThrowsAsync<IOException>(() => Store.DeleteAsync(Container, "link.txt"));
        Assert.Equal(["a.txt"], await NamesOf());
        Assert.Equal("secret", await File.ReadAllTextAsync(outside));
    }

    [Fact]
    public async Task Link_to_a_folder_is_refused_and_its_target_left_alone()
    {
        await Put("a.txt", "1");
        var outside = Directory.CreateDirectory(folder.Combine("outside")).FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, ".unfinished-theirs"), "2");
        await File.WriteAllTextAsync(Path.Combine(outside, "b.txt"), "secret");
        Directory.CreateSymbolicLink(FileOf("link"), outside);
        Directory.CreateSymbolicLink(Path.Combine(Root, "linked"), outside);

        await Assert.ThrowsAsync<IOException>(() => TextOf("link/b.txt"));
        await Assert.ThrowsAsync<IOException>(() => Put("link/new.txt", "3"));
        await Assert.ThrowsAsync<IOException>(() => Put("link/deep/new.txt", "3"));
        await Assert.ThrowsAsync<IOException>(() => Store.DeleteAsync(Container, "link/b.txt"));
        await Assert.ThrowsAsync<IOException>(() => NamesOf("link/"));
        await Assert.ThrowsAsync<IOException>(() => TextOf("b.txt", "linked"));
        await Assert.ThrowsAsync<IOException>(() => NamesOf(container: "linked"));
        Assert.Equal(["a.txt"], await NamesOf());
        _ = new FolderBlobStore(Root);
        Assert.Equal(2, Directory.GetFiles(outside).Length);
    }

    [Fact]
    public async Task Root_may_itself_be_a_link()
    {
        await Put("a.txt", "1");
        var link = folder.Combine("link");
        Directory.CreateSymbolicLink(link, Root);

        Assert.Equal("1"u8.ToArray(), await new FolderBlobStore(link + Path.DirectorySeparatorChar).GetAsync(Container, "a.txt"));
    }

    [Fact]
    public async Task Put_that_is_given_up_writes_nothing()
    {
        await Put("a/b.txt", "1");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync(Container, "a/c.txt", new byte[10], cancellation: new CancellationToken(canceled: true)));

        Assert.Single(Directory.GetFiles(FileOf("a")));
    }
}
