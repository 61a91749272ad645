using System.Diagnostics;
using System.Globalization;

namespace Serverless.Sqlite.Tests;

/// <summary>
/// Another process with the database open: it says so, and then writes one number after the other, each said aloud
/// once it is on disk, until it is killed or its input ends.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    public int Id => process.Id;

    /// <summary>The entry point of the child.</summary>
    public static async Task<int> Main(string[] arguments)
    {
        var database = SqliteDatabase.Open(new SqliteDatabaseOptions(arguments.Single()));
        Console.WriteLine("open");
        for (var id = 1; await Console.In.ReadLineAsync() is not null; id++)
        {
            var number = id;
            await database.WriteAsync(session => session.Execute("INSERT INTO numbers (id) VALUES ($1)", number));
            Console.WriteLine(number.ToString(CultureInfo.InvariantCulture));
        }

        await database.DisposeAsync();
        return 0;
    }

    public static async Task<ChildProcess> StartAsync(string databasePath)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", typeof(ChildProcess).Assembly.Location, databasePath])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var child = new ChildProcess(Process.Start(start)!);
        Assert.Equal("open", await child.process.StandardOutput.ReadLineAsync().WaitAsync(Deadline.Long));
        return child;
    }

    /// <returns>The number that the child says is on disk.</returns>
    public async Task<int> WriteNextAsync()
    {
        await process.StandardInput.WriteLineAsync();
        await process.StandardInput.FlushAsync();
        return int.Parse((await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline.Long))!, CultureInfo.InvariantCulture);
    }

    /// <summary>Asks for more numbers without waiting for them, so that a kill meets the child while it writes.</summary>
    public async Task AskAsync(int count)
    {
        await process.StandardInput.WriteAsync(new string('\n', count));
        await process.StandardInput.FlushAsync();
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Deadline.Long);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
