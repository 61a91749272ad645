using Serverless.Durable;

namespace Serverless.Payments.ProviderPayments.Periods;

/// <summary>Starts generations of service periods.</summary>
public sealed class GenerationStart(IOrchestrationClient orchestrations)
{
    /// <summary>Without effect where it runs.</summary>
    public async Task StartAsync(GeneratedPeriod period, CancellationToken cancellation)
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                ServicePeriodGeneration.Name, new GenerationInput(period.Period, period.Number), new StartOrchestrationOptions(ServicePeriodGeneration.InstanceId(period.Period, period.Number)), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It is at work.
        }
    }
}
