using System.Globalization;

namespace Serverless.Local.Moving;

/// <summary>Says now and then how far a long work has come; a short one says nothing. For several threads.</summary>
internal sealed class Progress(TextWriter output, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly Lock turn = new();
    private long saidAt = time.GetTimestamp();

    /// <param name="what">What is done.</param>
    /// <param name="count">How many of it so far.</param>
    public void Step(string what, long count)
    {
        if (time.GetElapsedTime(Volatile.Read(ref saidAt)) < Every)
        {
            return;
        }

        lock (turn)
        {
            if (time.GetElapsedTime(saidAt) >= Every)
            {
                Volatile.Write(ref saidAt, time.GetTimestamp());
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… {what}: {count}"));
                output.Flush();
            }
        }
    }
}
