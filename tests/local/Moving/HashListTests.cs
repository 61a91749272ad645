using FsCheck.Xunit;
using Serverless.Local.Moving;

namespace Serverless.Local.Tests.Moving;

/// <summary>File names may hold whatever people type.</summary>
public sealed class HashListTests
{
    [Property(MaxTest = 500)]
    public void Names_come_back_as_they_were(FsCheck.NonNull<string>[] names)
    {
        var files = names.Select(name => new NamedHash("f" + name.Get.Replace("\0", "", StringComparison.Ordinal), new string('a', 64))).ToList();
        Assert.Equal(files, HashList.Read(HashList.Write(files)));
    }

    [Theory]
    [InlineData("plain name.csv", "  plain name.csv")]
    [InlineData("two\nlines", "  two\\nlines")]
    [InlineData("back\\slash", "  back\\\\slash")]
    public void Name_is_written_as_sha256sum_reads_it(string name, string expected)
    {
        var line = HashList.Write([new NamedHash(name, new string('a', 64))]);
        Assert.EndsWith(expected + "\n", line, StringComparison.Ordinal);
        Assert.Equal(name.Any(character => character is '\n' or '\\'), line[0] == '\\');
        Assert.Equal(name, Assert.Single(HashList.Read(line)).Name);
    }
}
