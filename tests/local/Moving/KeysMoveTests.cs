using Serverless.Payments.People;
using Serverless.Samples;

namespace Serverless.Local.Tests.Moving;

/// <summary>The keys that numbers are kept under move with the numbers, and no other secret does.</summary>
[Trait("Req", "ALL-3")]
[Trait("Req", "KEES-3")]
public sealed class KeysMoveTests : IDisposable
{
    private readonly House house = new();

    public void Dispose() => house.Dispose();

    [Fact]
    public async Task Person_is_found_by_the_number_after_a_move_and_the_keys_are_their_owners_alone()
    {
        var person = SampleAgency.Load().People[0];
        await using (var stack = await TestStack.OpenAsync(house.Source, TimeProvider.System))
        {
            await File.WriteAllTextAsync(Path.Combine(stack.Data.Keys, "dev-signing-key"), "stays");
        }

        var exported = await house.ExportAsync();
        Assert.Equal((0, ""), (exported.Code, exported.Error));
        var imported = await house.ImportAsync();
        Assert.Equal((0, ""), (imported.Code, imported.Error));
        Assert.Contains("agrees     files keys: 1, ", imported.Output, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(KeysOf(house.Source)), await File.ReadAllBytesAsync(KeysOf(house.Target)));
        Assert.Equal([SsnKeyFile.Name], Directory.GetFiles(Path.Combine(house.Target, "keys")).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in (string[])[KeysOf(house.Target), Path.Combine(house.Export, "files", "keys", SsnKeyFile.Name)])
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }

        await using var moved = await TestStack.OpenAsync(house.Target, TimeProvider.System);
        var (search, _) = PersonSearch.Read(null, null, person.Ssn, null, null);
        var found = Assert.Single((await moved.Payments.People.SearchAsync(search.OrFail())).People);
        Assert.Equal((person.ClientId, $"***-**-{person.Ssn[^4..]}"), (found.ClientId, moved.Payments.People.Masked(found)));
    }

    [Fact]
    public async Task Import_leaves_keys_that_stand_there_alone_and_says_so()
    {
        await (await TestStack.OpenAsync(house.Source, TimeProvider.System)).DisposeAsync();
        Assert.Equal(0, (await house.ExportAsync()).Code);
        SsnKeyFile.OpenOrCreate(KeysOf(house.Target));
        var standing = await File.ReadAllTextAsync(KeysOf(house.Target));

        var imported = await house.ImportAsync();

        Assert.Equal(1, imported.Code);
        Assert.Contains($"the file 'keys/{SsnKeyFile.Name}'", imported.Error, StringComparison.Ordinal);
        Assert.Equal(standing, await File.ReadAllTextAsync(KeysOf(house.Target)));
    }

    private static string KeysOf(string data) => Path.Combine(data, "keys", SsnKeyFile.Name);
}
