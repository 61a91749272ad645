using System.Runtime.InteropServices;

namespace Serverless.Local.Cli;

/// <summary>Turns the first Ctrl-C or SIGTERM into a request to stop in good order; one that follows later ends the process at once.</summary>
public sealed class Interruption : IDisposable
{
    /// <summary>Those who signal a whole group, as a shell or timeout does, reach the process twice within a moment and mean it once.</summary>
    private static readonly TimeSpan SameSignal = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource asked = new();
    private readonly PosixSignalRegistration[] registrations;
    private long firstAt;

    public Interruption() => registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask)];

    public CancellationToken Token => asked.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        asked.Dispose();
    }

    private void Ask(PosixSignalContext context)
    {
        var now = TimeProvider.System.GetTimestamp();
        var first = Interlocked.CompareExchange(ref firstAt, now, 0);
        if (first == 0 || TimeProvider.System.GetElapsedTime(first, now) < SameSignal)
        {
            context.Cancel = true;
            asked.Cancel();
        }
    }
}
