using System.Runtime.InteropServices;

namespace Serverless.Local.Cli;

/// <summary>Turns the first Ctrl-C or SIGTERM into a request to stop in good order; a second one ends the process at once.</summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource asked = new();
    private readonly PosixSignalRegistration[] registrations;

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
        if (!asked.IsCancellationRequested)
        {
            context.Cancel = true;
            asked.Cancel();
        }
    }
}
