namespace Serverless.Storage.Tests.Blobs;

public abstract partial class BlobStoreContract
{
    [SkippableTheory]
    [MemberData(nameof(BadNames))]
    public async Task Name_is_refused_when_it_leads_elsewhere_or_not_every_store_can_hold_it(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Put(name, "1"));
        await Assert.ThrowsAsync<ArgumentException>(() => Put(name, "1", overwrite: true));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.GetAsync(Container, name));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(Container, name));
    }

    [SkippableTheory]
    [MemberData(nameof(BadContainers))]
    public async Task Container_is_refused_when_not_every_store_can_name_it_so(string container)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Put("a", "1", container: container));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.GetAsync(container, "a"));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(container, "a"));
        await Assert.ThrowsAsync<ArgumentException>(() => NamesOf(container: container));
    }

    [SkippableTheory]
    [InlineData("..")]
    [InlineData("../")]
    [InlineData("a/../")]
    [InlineData("/")]
    [InlineData(".")]
    [InlineData("a/.")]
    [InlineData("a b")]
    public async Task List_is_refused_when_no_name_begins_with_the_prefix(string prefix)
        => await Assert.ThrowsAsync<ArgumentException>(() => NamesOf(prefix));

    [SkippableTheory]
    [MemberData(nameof(GoodNames))]
    public async Task Name_may_have_every_form_within_the_limits(string name)
    {
        Assert.True(await Put(name, name));
        Assert.Equal(name, await TextOf(name));
        Assert.Equal([name], await NamesOf());
        Assert.Equal([name], await NamesOf(name));
    }

    [SkippableFact]
    public async Task Content_is_refused_when_it_is_too_large()
        => await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync(Container, "a.bin", new byte[BlobLimits.ContentBytesMax + 1]));

    [SkippableFact]
    public async Task Puts_of_one_name_at_once_have_exactly_one_winner()
    {
        for (var round = 0; round < 10; round++)
        {
            var name = $"rounds/{round}/slot.txt";
            var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(contender => Task.Run(() => Put(name, $"{contender}"))));

            Assert.Single(won, true);
            Assert.Equal($"{Array.IndexOf(won, true)}", await TextOf(name));
        }
    }

    [SkippableFact]
    public async Task Deletes_of_one_name_at_once_have_exactly_one_winner()
    {
        for (var round = 0; round < 10; round++)
        {
            await Put("slot.txt", "1");
            var deleted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.DeleteAsync(Container, "slot.txt"))));

            Assert.Single(deleted, true);
        }
    }

    [SkippableFact]
    public async Task Get_meets_no_half_written_content()
    {
        var contents = Enumerable.Range(0, 20).Select(fill => Enumerable.Repeat((byte)fill, 200_000 + fill).ToArray()).ToArray();
        await Store.PutAsync(Container, "a.bin", contents[0]);
        var writing = Task.Run(async () =>
        {
            foreach (var content in contents)
            {
                await Store.PutAsync(Container, "a.bin", content, overwrite: true);
            }
        });

        do
        {
            var read = (await Store.GetAsync(Container, "a.bin"))!;
            Assert.Equal(contents[read[0]], read);
        }
        while (!writing.IsCompleted);

        await writing;
        Assert.Equal(contents[^1], await Store.GetAsync(Container, "a.bin"));
    }
}
