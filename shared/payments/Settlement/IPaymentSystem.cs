namespace Serverless.Payments.Settlement;

/// <summary>A system of the state that pays what it is instructed to, as the weekly run uses it.</summary>
/// <typeparam name="TInstruction">What it is told about one payment.</typeparam>
public interface IPaymentSystem<TInstruction>
    where TInstruction : IInstruction
{
    /// <summary>
    /// Hands over a batch; durable when the call returns. Idempotent by each instruction's key: a key that the system
    /// has seen is not paid again, whatever batch it comes in.
    /// </summary>
    /// <param name="batchId">Names the batch; the same at every repetition.</param>
    /// <param name="batch">At most <see cref="BatchLimit.InstructionsMax"/>.</param>
    /// <param name="cancellation">Gives up; what was begun is ended by the next call with the same keys.</param>
    Task SubmitAsync(string batchId, IReadOnlyList<TInstruction> batch, CancellationToken cancellation);

    /// <summary>The answers known by now for the given keys; a key without an answer yet is left out. The same key is always answered the same way.</summary>
    Task<IReadOnlyList<SettlementAnswer>> GetAnswersAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation);

    /// <summary>Whether it can be reached.</summary>
    /// <exception cref="IOException">It cannot; the message says why.</exception>
    Task CheckAsync(CancellationToken cancellation);
}

/// <summary>An order to pay.</summary>
public interface IInstruction
{
    /// <summary><c>{what is paid}/{attempt}</c>; what the system recognises a repetition by.</summary>
    string Key { get; }
}

public static class BatchLimit
{
    /// <summary>The most instructions that a batch may hold.</summary>
    public const int InstructionsMax = 10_000;
}
