using System.Collections.Concurrent;

namespace Serverless.Payments.Settlement;

/// <summary>Every answer that a payment system gave, recorded before its file is put away. The first answer to a key stands for ever.</summary>
internal sealed class ReceivedAnswers : IDisposable
{
    private readonly ConcurrentDictionary<string, SettlementAnswer> answers = new(StringComparer.Ordinal);
    private readonly JsonLines<ReceivedAnswer> file;
    private readonly TimeProvider clock;

    public ReceivedAnswers(string path, TimeProvider clock)
    {
        this.clock = clock;
        file = new(path, clock, Remember);
    }

    public SettlementAnswer? Find(string key) => answers.GetValueOrDefault(key);

    /// <summary>Records the answers, of keys without one, in one write; on disk when the call returns.</summary>
    public void Append(IReadOnlyCollection<SettlementAnswer> received, string fileName)
    {
        var at = clock.GetUtcNow().UtcDateTime;
        ReceivedAnswer[] records = [.. received.Select(answer => new ReceivedAnswer(answer.Key, answer.Outcome, answer.Reason, at, fileName))];
        file.Append(records);
        foreach (var record in records)
        {
            Remember(record);
        }
    }

    /// <exception cref="IOException">The record cannot be reached.</exception>
    public void Check() => file.Check();

    public void Dispose() => file.Dispose();

    private void Remember(ReceivedAnswer record)
    {
        if (!answers.TryAdd(record.Key, new(record.Key, record.Outcome, record.Reason)))
        {
            throw new InvalidDataException($"The key {record.Key} was answered already.");
        }
    }
}

/// <param name="At">When the answer was recorded (UTC).</param>
/// <param name="File">The response file it came in.</param>
internal sealed record ReceivedAnswer(string Key, SettlementOutcome Outcome, string? Reason, DateTime At, string File);
