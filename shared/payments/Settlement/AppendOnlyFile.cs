using System.Globalization;

namespace Serverless.Payments.Settlement;

/// <summary>
/// A file of lines that are only ever added. What <see cref="Append"/> returned from is on disk. The part of a
/// line that a crash left at the end was never acknowledged: it is set aside when the file is opened, so that
/// the next line does not run on from it. One process, and within it one writer at a time.
/// </summary>
internal sealed class AppendOnlyFile : IDisposable
{
    /// <summary>A longer line is no line of ours.</summary>
    private const int LineBytesMax = 64 * 1024 * 1024;

    private readonly string path;
    private readonly FileStream stream;

    /// <summary>Where the last acknowledged line ends.</summary>
    private long acknowledgedBytes;

    private AppendOnlyFile(string path)
    {
        this.path = path;
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Opens the file, or begins it, and hands every whole line with its number (from 1) to the reader.</summary>
    /// <exception cref="InvalidDataException">The reader refused a line; the message names file and line.</exception>
    public static AppendOnlyFile Open(string path, TimeProvider clock, Action<ReadOnlyMemory<byte>> readLine)
    {
        var file = new AppendOnlyFile(path);
        try
        {
            file.Load(clock, readLine);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds the lines, each ended by a line feed, in one write, and returns when they are on disk.</summary>
    /// <exception cref="IOException">They could not be written; none of them counts.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        if (lines.IsEmpty || lines[^1] != (byte)'\n')
        {
            throw new ArgumentException("Only whole lines, ended by a line feed, are added.", nameof(lines));
        }

        // An append that failed may have left a part behind it; it is overwritten from where the last good one ended.
        stream.SetLength(acknowledgedBytes);
        stream.Position = acknowledgedBytes;
        stream.Write(lines);
        stream.Flush(flushToDisk: true);
        acknowledgedBytes += lines.Length;
    }

    /// <exception cref="IOException">The file can no longer be reached.</exception>
    public void Check()
    {
        if (!File.Exists(path) || stream.Length < acknowledgedBytes)
        {
            throw new IOException($"{path} is gone or was cut while it was in use; restore it and start again.");
        }
    }

    public void Dispose() => stream.Dispose();

    private void Load(TimeProvider clock, Action<ReadOnlyMemory<byte>> readLine)
    {
        var buffer = new byte[64 * 1024];
        int start = 0, end = 0, lineNumber = 0;
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                lineNumber++;
                ReadLine(readLine, lineNumber, buffer.AsMemory(start, length));
                start += length + 1;
                acknowledgedBytes += length + 1;
                continue;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            buffer = end == buffer.Length ? Grown(buffer, lineNumber + 1) : buffer;
            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        if (end > 0)
        {
            SetAside(buffer.AsSpan(0, end), clock);
        }
    }

    private void ReadLine(Action<ReadOnlyMemory<byte>> readLine, int lineNumber, ReadOnlyMemory<byte> line)
    {
        try
        {
            readLine(line);
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"Line {lineNumber} of {path} cannot be read: {exception.Message} Nothing was changed; restore the file before starting again.", exception);
        }
    }

    private byte[] Grown(byte[] buffer, int lineNumber)
    {
        if (buffer.Length >= LineBytesMax)
        {
            throw new InvalidDataException($"Line {lineNumber} of {path} is longer than {LineBytesMax} bytes; restore the file before starting again.");
        }

        Array.Resize(ref buffer, buffer.Length * 2);
        return buffer;
    }

    private void SetAside(ReadOnlySpan<byte> torn, TimeProvider clock)
    {
        var at = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        using (var aside = new FileStream($"{path}.torn-{at}", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            aside.Write(torn);
            aside.Flush(flushToDisk: true);
        }

        stream.SetLength(acknowledgedBytes);
        stream.Flush(flushToDisk: true);
    }
}
