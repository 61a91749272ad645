using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments;

namespace Serverless.Functions.WeeklyRun;

/// <summary>
/// Tells hourly when a run is late, and sees to it that the schedule, runs and intakes have an orchestration at work. The slot itself is kept by
/// <c>WeeklySchedule</c>: in which time zone a timer runs depends on the hosting plan, and an hour has none.
/// </summary>
public sealed class KeepSchedule(PaymentsOpening opening, BoundOrchestrations orchestrations)
{
    [Function(nameof(KeepSchedule))]
    public async Task RunAsync([TimerTrigger("0 0 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        orchestrations.Attach(client);
        var opened = await opening.OpenAsync(cancellation);

        // The look comes first, so that whatever keeps work from being taken up is told all the same.
        await opened.Application.Watch.CheckAsync(cancellation);
        await opened.Application.ResumeAsync(cancellation);
    }
}
