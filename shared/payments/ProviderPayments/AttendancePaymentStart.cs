using Serverless.Durable;

namespace Serverless.Payments.ProviderPayments;

/// <summary>Starts what moves a provider payment, and tells it of acts.</summary>
public sealed class AttendancePaymentStart(IOrchestrationClient orchestrations)
{
    /// <summary>Without effect where it runs.</summary>
    public async Task StartAsync(string paymentId, CancellationToken cancellation)
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(AttendancePayment.Name, new AttendancePaymentInput(paymentId), new StartOrchestrationOptions(AttendancePayment.InstanceId(paymentId)), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // A repeated generation finds the first one's at work.
        }
    }

    /// <summary>Starts it where it is lost.</summary>
    /// <returns>Whether it was.</returns>
    public async Task<bool> StartIfLostAsync(string paymentId, CancellationToken cancellation)
    {
        if (await orchestrations.GetInstanceAsync(AttendancePayment.InstanceId(paymentId), cancellation: cancellation) is { IsCompleted: false })
        {
            return false;
        }

        await StartAsync(paymentId, cancellation);
        return true;
    }

    /// <summary>Tells it of a stored act.</summary>
    public Task RaiseAsync(string paymentId, string actId, CancellationToken cancellation)
        => orchestrations.RaiseEventAsync(AttendancePayment.InstanceId(paymentId), AttendancePayment.ActEvent, new AttendanceActRaised(actId), cancellation);
}
