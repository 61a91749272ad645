using Serverless.Payments.People;
using Serverless.Testing;

namespace Serverless.Payments.Tests.People;

/// <summary>The keys of an installation that is given none are made once, for its owner alone.</summary>
[Trait("Req", "KEES-3")]
public sealed class SsnKeyFileTests : IDisposable
{
    private const string Key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    private const string Other = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
    private readonly TempFolder folder = new();

    private string FilePath => folder.Combine("keys", SsnKeyFile.Name);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Keys_are_made_at_the_first_start_and_are_the_same_at_every_later_one()
    {
        Assert.Null(SsnKeyFile.Find(FilePath));
        var made = SsnKeyFile.OpenOrCreate(FilePath);
        var read = SsnKeyFile.OpenOrCreate(FilePath);

        Assert.True(Ssn.TryParse("900-12-3456", out var ssn));
        Assert.Equal(ssn, new SsnVault(read).Open(new SsnVault(made).Seal(ssn, "1000000001"), "1000000001"));
        Assert.Equal(new SsnVault(made).Fingerprint(ssn), new SsnVault(read).Fingerprint(ssn));
        Assert.Equal([SsnKeyFile.Name], System.IO.Directory.GetFiles(folder.Combine("keys")).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    [Fact]
    public void File_that_was_broken_off_in_the_making_is_made_anew()
    {
        System.IO.Directory.CreateDirectory(folder.Combine("keys"));
        File.WriteAllText(folder.Combine("keys", $".{SsnKeyFile.Name}.tmp"), "{");

        SsnKeyFile.OpenOrCreate(FilePath);

        Assert.NotNull(SsnKeyFile.Find(FilePath));
        Assert.Equal([SsnKeyFile.Name], System.IO.Directory.GetFiles(folder.Combine("keys")).Select(Path.GetFileName));
    }

    [Fact]
    public void File_with_several_versions_is_read()
    {
        Write($$"""{"current":2,"keys":{"1":"{{Key}}","2":"{{Other}}"},"search":"AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM="}""");
        Assert.Equal(2, SsnKeyFile.OpenOrCreate(FilePath).Current);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData($$"""{"current":1,"keys":{"1":"{{Key}}"} }""")]
    [InlineData($$"""{"current":2,"keys":{"1":"{{Key}}"},"search":"{{Other}}"}""")]
    [InlineData($$"""{"current":1,"keys":{"1":"{{Key}}"},"search":"{{Key}}"}""")]
    [InlineData($$"""{"current":0,"keys":{"0":"{{Key}}"},"search":"{{Other}}"}""")]
    [InlineData($$"""{"current":1,"keys":{"1":"{{Key}}"},"search":"c2hvcnQ="}""")]
    [InlineData($$"""{"current":1,"keys":{"1":null},"search":"{{Other}}"}""")]
    public void File_with_anything_else_is_told_by_its_path_and_left_as_it_is(string content)
    {
        Write(content);

        var refusal = Assert.Throws<InvalidDataException>(() => SsnKeyFile.OpenOrCreate(FilePath));

        Assert.Contains(FilePath, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, refusal.ToString(), StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(FilePath));
    }

    private void Write(string content)
    {
        System.IO.Directory.CreateDirectory(folder.Combine("keys"));
        File.WriteAllText(FilePath, content);
    }
}
