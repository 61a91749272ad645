using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Serverless.Storage.Folders;
using Serverless.Storage.Memory;
using Serverless.Testing;

namespace Serverless.Storage.Tests.Blobs;

/// <summary>Whatever is done to it, a folder answers as the store in memory does.</summary>
public sealed class BlobStoreModelTests : IDisposable
{
    private readonly TempFolder folder = new();
    private int sequences;

    public enum BlobAction
    {
        Put,
        Overwrite,
        Delete,
        Reopen,
    }

    public void Dispose() => folder.Dispose();

    [Property(MaxTest = 40, Arbitrary = [typeof(BlobStepArbitrary)])]
    public async Task Folder_answers_as_memory_does(BlobStep[] steps)
    {
        var root = folder.Combine($"{sequences++}");
        var files = new FolderBlobStore(root);
        var memory = new MemoryBlobStore();
        foreach (var step in steps)
        {
            if (step.Action == BlobAction.Reopen)
            {
                files = new FolderBlobStore(root);
            }

            Assert.Equal(await ApplyAsync(memory, step), await ApplyAsync(files, step));
            Assert.Equal(await memory.GetAsync(step.Container, step.Name), await files.GetAsync(step.Container, step.Name));
            Assert.Equal(await memory.ListAsync(step.Container, step.Prefix).ToListAsync(), await files.ListAsync(step.Container, step.Prefix).ToListAsync());
        }
    }

    private static async Task<bool> ApplyAsync(IBlobStore store, BlobStep step) => step.Action switch
    {
        BlobAction.Put => await store.PutAsync(step.Container, step.Name, step.Content),
        BlobAction.Overwrite => await store.PutAsync(step.Container, step.Name, step.Content, overwrite: true),
        BlobAction.Delete => await store.DeleteAsync(step.Container, step.Name),
        _ => true,
    };

    public sealed record BlobStep(string Container, string Name, BlobAction Action, byte[] Content, string? Prefix);

    /// <summary>Few names that look alike, none of them another's folder.</summary>
    public static class BlobStepArbitrary
    {
        public static Arbitrary<BlobStep> Steps() => Arb.From(
            from container in Gen.Elements("one", "two")
            from name in Gen.Elements("a.csv", "a-1", "x/a", "x/a-1", "x/a.b/c", "x-1", "x1/y/z", "x.y")
            from action in Gen.Elements(Enum.GetValues<BlobAction>())
            from content in Gen.Elements<byte[]>([], [0], [1, 2, 3])
            from prefix in Gen.Elements(null, "", "a", "x", "x/", "x/a", "x/a.b", "x1/y/", "none", "none/")
            select new BlobStep(container, name, action, content, prefix));
    }
}
