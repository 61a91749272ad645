using Serverless.Durable;

namespace Serverless.Payments.MassPayments;

/// <summary>Starts the orchestration of an approval that was asked for, where none is running, and tells how far it is.</summary>
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

    /// <summary>How far the approval is; null where its orchestration has not begun, or is lost.</summary>
    public async Task<MassPaymentProgress?> ProgressAsync(MassPayment page, CancellationToken cancellation)
        => await orchestrations.GetInstanceAsync(MassPaymentOrchestration.InstanceId(page.Id, page.Asked), getInputsAndOutputs: true, cancellation) is { IsCompleted: false } instance
            ? instance.ReadCustomStatusAs<MassPaymentProgress>()
            : null;
}
