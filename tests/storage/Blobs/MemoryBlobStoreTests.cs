using Serverless.Storage.Memory;

namespace Serverless.Storage.Tests.Blobs;

public sealed class MemoryBlobStoreTests : BlobStoreContract
{
    protected override Task<IBlobStore> OpenAsync() => Task.FromResult<IBlobStore>(new MemoryBlobStore());

    [Fact]
    public async Task Put_is_refused_when_one_name_is_the_folder_of_the_other()
    {
        await Put("a/b", "1");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Put("a", "2"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Put("a/b/c", "3"));
        Assert.Equal(["a/b"], await NamesOf());
    }
}
