using System.Text.RegularExpressions;

namespace Serverless.Architecture.Tests;

/// <summary>Rules of the house that are read from the sources.</summary>
public sealed partial class SourceTests
{
    private const int LinesMax = 500;
    public static readonly string Root = FindRoot();

    [Fact]
    public void No_file_has_over_500_lines()
        => Assert.DoesNotContain(Sources("shared", "functions", "tests"), path => File.ReadLines(path).Count() > LinesMax);

    [Fact]
    [Trait("Req", "ALL-1")]
    public void Money_never_meets_a_floating_point_number()
        => Assert.DoesNotContain(Sources("shared/payments", "shared/web"), path => FloatingPoint().IsMatch(WithoutComments(path)) && !IsNoMoney(path));

    [Fact]
    public void Log_messages_stand_in_the_projects_Log_file_alone()
        => Assert.DoesNotContain(Sources("shared", "functions"), path => Path.GetFileName(path) != "Log.cs" && WithoutComments(path).Contains("[LoggerMessage(", StringComparison.Ordinal));

    [Fact]
    public void Event_ids_are_unique_in_the_product()
    {
        var ids = Sources("shared", "functions").Where(path => Path.GetFileName(path) == "Log.cs").SelectMany(path => EventId().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)).ToList();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void No_launch_profile_overrides_the_callers_environment()
        => Assert.Empty(Directory.EnumerateFiles(Path.Combine(Root, "functions"), "launchSettings.json", SearchOption.AllDirectories));

    private static IEnumerable<string> Sources(params string[] folders)
        => folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains(@"\obj\", StringComparison.Ordinal));

    private static string WithoutComments(string path)
        => string.Join('\n', File.ReadLines(path).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    /// <summary>A back-off coefficient, a rate limit or a place on a page is no money.</summary>
    private static bool IsNoMoney(string path) => Path.GetFileName(path) is "RateLimits.cs" or "RateLimitSettings.cs" or "PdfPage.cs";

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Serverless.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder;
    }

    [GeneratedRegex(@"\b(double|float|Double|Single)\b(?!\()")]
    private static partial Regex FloatingPoint();

    [GeneratedRegex(@"\[LoggerMessage\((\d+)")]
    private static partial Regex EventId();
}
