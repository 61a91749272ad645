using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Serverless.Sqlite;

namespace Serverless.Bench;

/// <summary>A folder for the databases of a run, removed at its end.</summary>
internal sealed class BenchFolder : IDisposable
{
    /// <summary>About what a mail has, with its text, its page and its headers.</summary>
    public const int MailBytes = 8 * 1024;

    private readonly string path;

    public BenchFolder(string root)
    {
        path = Path.Combine(root, "serverless-bench-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(path);
    }

    public string File(string name) => Path.Combine(path, name);

    /// <summary>How many single-row commits plain SQLite makes a second, in the same mode as the product's database.</summary>
    public int MeasureRawCommits()
    {
        const int Commits = 2_000;
        using var connection = new SqliteConnection($"Data Source={File("raw.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE raw(id INTEGER PRIMARY KEY, text TEXT)";
        command.ExecuteNonQuery();
        SqliteRequirements.CheckConnection(connection);
        command.CommandText = "INSERT INTO raw(text) VALUES('a row of about the length of a row in a history')";
        command.ExecuteNonQuery();
        var watch = Stopwatch.StartNew();
        for (var commit = 0; commit < Commits; commit++)
        {
            command.ExecuteNonQuery();
        }

        return (int)(Commits / watch.Elapsed.TotalSeconds);
    }

    /// <summary>How many files of a mail's length are written and flushed to the disk a second, as the folder of mails does.</summary>
    public int MeasureRawFiles()
    {
        const int Files = 1_000;
        var bytes = new byte[MailBytes];
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < Files; number++)
        {
            using var file = new FileStream(File($"raw-{number}"), FileMode.CreateNew);
            file.Write(bytes);
            file.Flush();
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }

        return (int)(Files / watch.Elapsed.TotalSeconds);
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
