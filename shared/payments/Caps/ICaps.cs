using Serverless.Payments.Approvals;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Caps;

/// <summary>The state's payment system, as the weekly run and the validations use it.</summary>
public interface ICaps : IPaymentSystem<CapsInstruction>
{
    /// <summary>CAPS's own rules, asked at every stage (UPI-3). Empty where it has no objection or cannot be asked beforehand.</summary>
    Task<IReadOnlyList<ValidationMessage>> ValidateAsync(PaymentFacts facts, CancellationToken cancellation);
}
