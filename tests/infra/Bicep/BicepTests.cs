namespace Serverless.Infra.Tests.Bicep;

/// <summary>Every file compiles without a word from compiler or linter, whose rules infra/bicepconfig.json makes errors.</summary>
public sealed class BicepTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-bicep-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("*.bicep")]
    [InlineData("*.bicepparam")]
    public async Task The_files_compile_and_the_linter_has_nothing_to_say(string pattern)
    {
        var linted = await BicepCli.RunAsync("lint", "--pattern", "infra/" + pattern);
        Assert.Equal((0, "", ""), (linted.ExitCode, linted.Output.Trim(), linted.Errors.Trim()));
    }

    [Fact]
    public async Task What_the_linter_finds_is_an_error()
    {
        File.Copy(Path.Combine(Repository.Infra, "bicepconfig.json"), Path.Combine(folder.FullName, "bicepconfig.json"));
        var path = Path.Combine(folder.FullName, "unused.bicep");
        await File.WriteAllTextAsync(path, "param nobodyAsks string\n");

        var linted = await BicepCli.RunAsync("lint", path);
        Assert.NotEqual(0, linted.ExitCode);
        Assert.Contains("Error no-unused-params", linted.Output + linted.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_are_written_as_the_formatter_writes_them()
    {
        var originals = Directory.GetFiles(Repository.Infra, "*.bicep");
        foreach (var original in originals)
        {
            File.Copy(original, Path.Combine(folder.FullName, Path.GetFileName(original)));
        }

        Assert.Equal(0, (await BicepCli.RunAsync("format", "--pattern", Path.Combine(folder.FullName, "*.bicep"))).ExitCode);
        Assert.NotEmpty(originals);
        Assert.All(originals, original => Assert.Equal(File.ReadAllText(original), File.ReadAllText(Path.Combine(folder.FullName, Path.GetFileName(original)))));
    }
}
