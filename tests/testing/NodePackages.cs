using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Serverless.Testing;

/// <summary>npm packages that tests run on, in a folder of <c>tests</c>: installed on first use and again when their lock file changes.</summary>
public static class NodePackages
{
    private static readonly TimeSpan InstallTimeMax = TimeSpan.FromMinutes(8);

    /// <summary>The folder with its packages. Skips the test where Node.js or the packages are not to be had; where the environment says CI=true, it fails.</summary>
    /// <param name="name">The folder in <c>tests</c>.</param>
    public static async Task<string> FolderAsync(string name)
    {
        try
        {
            return await InstalledAsync(Path.Combine(RepositoryRoot(), "tests", name));
        }
        catch (NodeMissingException missing) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip.If(true, missing.Message);
            throw;
        }
    }

    private static async Task<string> InstalledAsync(string folder)
    {
        await RunAsync("node", ["--version"], folder);

        // Test projects run in processes of their own, several at once; the first one installs and the others wait.
        await using var turn = await TakeTurnAsync(Path.Combine(folder, ".installing"));
        var wanted = await File.ReadAllTextAsync(Path.Combine(folder, "package-lock.json"));
        var installed = Path.Combine(folder, "node_modules", ".installed");
        if (!File.Exists(installed) || await File.ReadAllTextAsync(installed) != wanted)
        {
            await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci"], folder);
            await File.WriteAllTextAsync(installed, wanted);
        }

        return folder;
    }

    private static async Task<FileStream> TakeTurnAsync(string path)
    {
        var startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(startedAt) < InstallTimeMax)
            {
                await Task.Delay(200);
            }
        }
    }

    private static async Task RunAsync(string program, string[] arguments, string folder)
    {
        var command = string.Join(' ', [program, .. arguments]);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            using var patience = new CancellationTokenSource(InstallTimeMax);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw new NodeMissingException($"'{command}' in {folder} did not end within {InstallTimeMax.TotalMinutes} minutes.");
            }

            if (process.ExitCode != 0)
            {
                throw new NodeMissingException($"'{command}' in {folder} failed: {(await error).Trim()} {(await output).Trim()}");
            }
        }
        catch (Win32Exception exception)
        {
            throw new NodeMissingException($"These tests need Node.js: '{command}' cannot be run here ({exception.Message}).", exception);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Serverless.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside of the repository, so the packages are not to be found.");
        }

        return folder;
    }
}
