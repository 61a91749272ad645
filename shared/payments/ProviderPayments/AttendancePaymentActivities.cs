using Serverless.Durable;

namespace Serverless.Payments.ProviderPayments;

/// <summary>The activities of <see cref="AttendancePayment"/>; each may run again and then changes nothing.</summary>
public sealed class AttendancePaymentActivities(ProviderPaymentRecords records, AttendanceMover mover)
{
    public async Task<StatusPair> ReadAsync(ActivityContext context, string paymentId)
        => StatusPair.Of(await records.FindAsync(paymentId, context.CancellationToken)
            ?? throw new InvalidOperationException($"There is no provider payment {paymentId} to move."));

    public async Task<StatusPair> SettleAsync(ActivityContext context, SettleAttendanceAct input)
        => StatusPair.Of(await mover.SettleAsync(input.PaymentId, input.ActId, context.CancellationToken));
}
