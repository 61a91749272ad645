using Serverless.Durable;

namespace Serverless.Payments;

/// <summary>
/// Opens the application when it is first needed, for a host that must stand before its store is in reach. Where that
/// fails, whoever waits for it is told, and the next one tries again.
/// </summary>
public sealed class PaymentsOpening(Func<Task<PaymentsApplication>> open)
{
    private readonly Lock gate = new();
    private Task<OpenedPayments>? attempt;

    /// <summary>What was opened.</summary>
    /// <exception cref="InvalidOperationException">Nothing is yet; <see cref="OpenAsync"/> comes first.</exception>
    public OpenedPayments Opened
    {
        get
        {
            lock (gate)
            {
                return attempt is { IsCompletedSuccessfully: true }
                    ? attempt.Result
                    : throw new InvalidOperationException($"The application is not open; await {nameof(OpenAsync)} first.");
            }
        }
    }

    /// <summary>Opens it once, for however many ask at a time.</summary>
    /// <param name="cancellation">Gives up waiting; the opening goes on for the others.</param>
    public Task<OpenedPayments> OpenAsync(CancellationToken cancellation = default)
    {
        lock (gate)
        {
            if (attempt is null or { IsFaulted: true } or { IsCanceled: true })
            {
                attempt = Task.Run(RegisterAsync, CancellationToken.None);
            }

            return attempt.WaitAsync(cancellation);
        }
    }

    private async Task<OpenedPayments> RegisterAsync()
    {
        var application = await open();
        var registry = new TaskRegistry();
        application.Tasks.Register(registry);
        return new OpenedPayments(application, registry);
    }
}

/// <param name="Tasks">Its orchestrators and activities by name.</param>
public sealed record OpenedPayments(PaymentsApplication Application, TaskRegistry Tasks);
