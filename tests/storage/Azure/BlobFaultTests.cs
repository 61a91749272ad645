using System.Text;

namespace Serverless.Storage.Tests.Azure;

/// <summary>Whatever befalls a request, a content is read and written whole, and who wrote it first is told rightly.</summary>
public sealed class BlobFaultTests
{
    private const string Container = "exports";

    public static TheoryData<Fault[]> Survived => TableFaultTests.Survived;

    [SkippableTheory]
    [MemberData(nameof(Survived))]
    public async Task Blob_is_written_read_listed_and_deleted(Fault[] faults)
    {
        var account = await FaultyAccount.OpenAsync();

        account.Faults.Next(faults);
        Assert.True(await account.Blobs.PutAsync(Container, "a.txt", Bytes("first")));
        Assert.Equal("first", await TextAsync(account));
        account.Faults.Next(faults);
        Assert.False(await account.Blobs.PutAsync(Container, "a.txt", Bytes("second")));
        account.Faults.Next(faults);
        Assert.True(await account.Blobs.PutAsync(Container, "a.txt", Bytes("third"), overwrite: true));
        account.Faults.Next(faults);
        Assert.Equal("third", Encoding.UTF8.GetString((await account.Blobs.GetAsync(Container, "a.txt"))!));
        account.Faults.Next(faults);
        Assert.Equal(["a.txt"], await NamesAsync(account));
        account.Faults.Next(faults);
        Assert.True(await account.Blobs.DeleteAsync(Container, "a.txt"));

        Assert.True(account.Faults.AreOver);
        Assert.False(await account.Blobs.DeleteAsync(Container, "a.txt"));
    }

    [SkippableFact]
    public async Task Name_that_another_takes_while_ours_did_not_get_through_is_theirs()
    {
        var account = await FaultyAccount.OpenAsync();
        account.Faults.Next(Fault.ServerError);
        account.Faults.Meanwhile = () => account.Other.Blobs.PutAsync(Container, "a.txt", Bytes("theirs"));

        Assert.False(await account.Blobs.PutAsync(Container, "a.txt", Bytes("ours")));
        Assert.Equal("theirs", await TextAsync(account));
    }

    private static async Task<List<string>> NamesAsync(FaultyAccount account)
    {
        var names = new List<string>();
        await foreach (var name in account.Blobs.ListAsync(Container))
        {
            names.Add(name);
        }

        return names;
    }

    private static async Task<string> TextAsync(FaultyAccount account) => Encoding.UTF8.GetString((await account.Other.Blobs.GetAsync(Container, "a.txt"))!);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
