using System.Collections.Immutable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Caps;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Tests.WeeklyRun;

/// <summary>A CAPS that answers when the test says so.</summary>
internal sealed class SlowCaps : ICaps
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SettlementAnswer> answers = new(StringComparer.Ordinal);
    private ImmutableList<(string Batch, ImmutableList<string> Keys)> batches = [];
    private ImmutableHashSet<string> sent = [];
    private bool answersAll;
    private int looks;

    public int Submissions => Volatile.Read(ref batches).Count;

    public IReadOnlyCollection<string> Sent => Volatile.Read(ref sent);

    /// <summary>Every batch as it came, repetitions too.</summary>
    public IReadOnlyList<(string Batch, ImmutableList<string> Keys)> Batches => Volatile.Read(ref batches);

    /// <summary>How often it was asked for answers.</summary>
    public int Looks => Volatile.Read(ref looks);

    public void Answer(Payment payment, SettlementOutcome outcome)
    {
        lock (gate)
        {
            answers[payment.CapsKey] = new SettlementAnswer(payment.CapsKey, outcome, "late");
        }
    }

    /// <summary>From now on it pays all that it got and gets.</summary>
    public void AnswerAll()
    {
        lock (gate)
        {
            answersAll = true;
        }
    }

    public Task<IReadOnlyList<ValidationMessage>> ValidateAsync(PaymentFacts facts, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<ValidationMessage>>([]);

    public Task SubmitAsync(string batchId, IReadOnlyList<CapsInstruction> batch, CancellationToken cancellation)
    {
        lock (gate)
        {
            batches = batches.Add((batchId, [.. batch.Select(instruction => instruction.Key)]));
            sent = sent.Union(batch.Select(instruction => instruction.Key));
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SettlementAnswer>> GetAnswersAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        lock (gate)
        {
            looks++;
            return Task.FromResult<IReadOnlyList<SettlementAnswer>>([.. keys.Select(Find).OfType<SettlementAnswer>()]);
        }
    }

    public Task CheckAsync(CancellationToken cancellation) => Task.CompletedTask;

    private SettlementAnswer? Find(string key)
        => answers.GetValueOrDefault(key) ?? (answersAll && sent.Contains(key) ? new SettlementAnswer(key, SettlementOutcome.Paid, "late") : null);
}
