using Serverless.Durable;

namespace Serverless.Payments.MassPayments;

/// <summary>Starts the orchestration of an approval that was asked for; a running one is left alone.</summary>
public sealed class MassPaymentStarts(IOrchestrationClient orchestrations)
{
    public async Task StartAsync(MassPayment page, CancellationToken cancellation)
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                MassPaymentOrchestration.Name,
                new MassPaymentInput(page.Id, page.Asked),
                new StartOrchestrationOptions(MassPaymentOrchestration.InstanceId(page.Id, page.Asked)),
                cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It is at work, which is all that is wanted.
        }
    }
}
