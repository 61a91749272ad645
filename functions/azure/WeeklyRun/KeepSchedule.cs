using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments;

namespace Serverless.Functions.WeeklyRun;

/// <summary>
/// Sees to it, hourly, that the schedule and whatever was begun have an orchestration at work, and tells when a run is late. The slot itself is kept by
/// <c>WeeklySchedule</c>: in which time zone a timer runs depends on the hosting plan, and an hour has none.
/// </summary>
public sealed class KeepSchedule(PaymentsOpening opening, BoundOrchestrations orchestrations)
{
    [Function(nameof(KeepSchedule))]
    public async Task RunAsync([TimerTrigger("0 0 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        orchestrations.Attach(client);
        var opened = await opening.OpenAsync(cancellation);
        await opened.Application.ResumeAsync(cancellation);
        await opened.Application.Watch.CheckAsync(cancellation);
    }
}
