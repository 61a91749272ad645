using Serverless.Payments.Approvals;

namespace Serverless.Payments.Caps;

/// <summary>The state's payment system, as the weekly run and the validations use it.</summary>
public interface ICaps
{
    /// <summary>The most instructions that a batch may hold.</summary>
    const int BatchMax = 10_000;

    /// <summary>CAPS's own rules, asked at every stage (UPI-3). Empty where it has no objection or cannot be asked beforehand.</summary>
    Task<IReadOnlyList<ValidationMessage>> ValidateAsync(PaymentFacts facts, CancellationToken cancellation);

    /// <summary>
    /// Hands over a batch; durable when the call returns. Idempotent by each instruction's key: a key that CAPS
    /// has seen is not paid again, whatever batch it comes in.
    /// </summary>
    Task SubmitAsync(string batchId, IReadOnlyList<CapsInstruction> batch, CancellationToken cancellation);

    /// <summary>The answers known by now for the given keys; a key without an answer yet is left out. The same key is always answered the same way.</summary>
    Task<IReadOnlyList<CapsAnswer>> GetAnswersAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation);

    /// <summary>Whether it can be reached.</summary>
    /// <exception cref="IOException">It cannot; the message says why.</exception>
    Task CheckAsync(CancellationToken cancellation);
}
