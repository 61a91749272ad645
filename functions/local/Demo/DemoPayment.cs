using Serverless.Payments.Approvals;

namespace Serverless.Local.Demo;

/// <summary>A payment with the line of the file that it came from.</summary>
internal sealed record DemoPayment(string File, int Line, Payment Payment)
{
    /// <summary>Paid where the line is in order, and in Error where it is not.</summary>
    public bool IsAsExpected => Payment.Status == (DemoExpectation.IsInError(File, Line) ? PaymentStatus.Error : PaymentStatus.PaidByCaps);
}
