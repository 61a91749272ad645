using Serverless.Local.Cli;
using Serverless.Testing;

namespace Serverless.Local.Tests.Cli;

/// <summary>What the command line answers, and with which exit code.</summary>
public sealed class LocalCommandsTests : IDisposable
{
    private readonly TempFolder folder = new();

    /// <summary>Said rather than left to the build, so that a Release build of the tests asks for the same.</summary>
    static LocalCommandsTests() => Environment.SetEnvironmentVariable("DOTNET_ENVIRONMENT", "Development");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("nonsense")]
    [InlineData("demo", "--data", "x")]
    [InlineData("--caps", "nonsense")]
    [InlineData("--data")]
    public async Task Unknown_argument_is_refused_with_2(params string[] arguments)
    {
        var (code, _, error) = await RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.Contains("--help", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_commands_and_options()
    {
        var (code, output, _) = await RunAsync("--help");

        Assert.Equal(0, code);
        Assert.All(["demo", "repair", "export", "import", "--data", "--urls", "--caps"], word => Assert.Contains(word, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Data_folder_that_is_a_file_is_refused_in_a_sentence()
    {
        var file = folder.Combine("file");
        await File.WriteAllTextAsync(file, "mine");

        var (code, _, error) = await RunAsync("repair", "--data", file);

        Assert.Equal(1, code);
        Assert.Equal($"The data folder '{file}' is a file. Name a folder with --data; it is made where it is missing.", error.Trim());
        Assert.Equal("mine", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Data_folder_in_use_is_refused_and_says_by_whom()
    {
        await using var holder = await TestStack.OpenAsync(folder.Combine("data"), TimeProvider.System);

        var (code, _, error) = await RunAsync("repair", "--data", folder.Combine("data"));

        Assert.Equal(1, code);
        Assert.Contains($"process {Environment.ProcessId}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_open_to_others_is_refused_in_Development_before_anything_is_written()
    {
        var (code, _, error) = await RunAsync("--data", folder.Combine("data"), "--urls", "http://*:7071");

        Assert.Equal(1, code);
        Assert.Contains("http://*:7071", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Combine("data")));
    }

    [Fact]
    public async Task Repair_of_an_empty_folder_finds_nothing_to_do()
    {
        var (code, output, _) = await RunAsync("repair", "--data", folder.Combine("data"));

        Assert.Equal(0, code);
        Assert.StartsWith("0 payments were read", output.TrimStart(), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        return (await LocalCommands.RunAsync(arguments, output, error), output.ToString(), error.ToString());
    }
}
