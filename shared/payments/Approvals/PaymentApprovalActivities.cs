using Serverless.Durable;

namespace Serverless.Payments.Approvals;

/// <summary>The activities of <see cref="PaymentApproval"/>; both may run again and then change nothing.</summary>
public sealed class PaymentApprovalActivities(PaymentMover mover, PaymentRecords records)
{
    public async Task<PaymentStatus> SubmitAsync(ActivityContext context, PaymentApprovalInput input)
    {
        if (input.Submission is { } submission)
        {
            return await mover.SubmitAsync(submission, context.CancellationToken);
        }

        var payment = await records.FindAsync(input.PaymentId, context.CancellationToken)
            ?? throw new InvalidOperationException($"There is no payment {input.PaymentId} to pick up.");
        return payment.Status;
    }

    public Task<PaymentStatus> DecideAsync(ActivityContext context, DecidePayment input)
        => mover.DecideAsync(input.PaymentId, input.DecisionId, context.CancellationToken);
}
