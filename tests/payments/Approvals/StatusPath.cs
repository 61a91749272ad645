using Serverless.Payments.Approvals;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Approvals;

/// <summary>Leads a payment into a status that is not final, and from there to Paid, through the public commands alone.</summary>
internal static class StatusPath
{
    /// <summary>A claim that exceeds the Monthly Max of 40 units.</summary>
    private const decimal TooMuch = 50;

    public static async Task<Payment> ToAsync(PaymentsWorld world, PaymentStatus status)
    {
        if (status is PaymentStatus.Error or PaymentStatus.Review)
        {
            var failed = await world.SubmitAsync(Claim(units: TooMuch));
            return status == PaymentStatus.Error ? failed : await world.MoveAsync(failed, PaymentAction.Review, Provider);
        }

        var payment = await world.SubmitAsync(Claim());
        payment = status == PaymentStatus.WaitingScApproval ? payment : await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
        payment = status is PaymentStatus.WaitingScApproval or PaymentStatus.WaitingDspdApproval ? payment : await world.MoveAsync(payment, PaymentAction.Approve, Technician);
        payment = status == PaymentStatus.HeldByCaps ? await world.MoveAsync(payment, PaymentAction.Hold, Ofo) : payment;
        Assert.Equal(status, payment.Status);
        return payment;
    }

    public static async Task ToPaidAsync(PaymentsWorld world, Payment payment)
    {
        await world.SetBudgetAsync(TooMuch);
        while (payment.Status != PaymentStatus.SubmittedToCaps)
        {
            payment = payment.Status switch
            {
                PaymentStatus.WaitingScApproval or PaymentStatus.Error or PaymentStatus.Review => await world.MoveAsync(payment, PaymentAction.Approve, Coordinator),
                PaymentStatus.WaitingDspdApproval => await world.MoveAsync(payment, PaymentAction.Approve, Technician),
                PaymentStatus.HeldByCaps => await world.MoveAsync(payment, PaymentAction.Release, Ofo),
                _ => throw new InvalidOperationException($"From {payment.Status} no way leads to Paid."),
            };
        }

        await world.RunCapsAsync();
        Assert.Equal(PaymentStatus.PaidByCaps, (await world.ReadAsync(payment.Id)).Status);
    }
}
