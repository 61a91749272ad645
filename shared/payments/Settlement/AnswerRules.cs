
namespace Serverless.Payments.Settlement;

/// <summary>What of a response file stands, the same for every exchange, however it keeps its records.</summary>
internal static class AnswerRules
{
    /// <summary>The first answer to a key stands for ever, in the file's order; a key that was never sent is not answered.</summary>
    /// <param name="systemName">Who answers, for the faults.</param>
    /// <param name="read">The lines that could be read.</param>
    /// <param name="isSent">Whether a key has gone out.</param>
    /// <param name="find">The answer recorded for a key, or null.</param>
    public static AnswerJudgement Judge(string systemName, IReadOnlyList<(int Line, SettlementAnswer Answer)> read, Func<string, bool> isSent, Func<string, SettlementAnswer?> find)
    {
        var fresh = new Dictionary<string, SettlementAnswer>(StringComparer.Ordinal);
        var faults = new List<ResponseFault>();
        var standing = 0;
        foreach (var (line, answer) in read)
        {
            var recorded = find(answer.Key);
            var known = recorded ?? fresh.GetValueOrDefault(answer.Key);
            if (!isSent(answer.Key))
            {
                faults.Add(new(line, "key", "UNKNOWN_KEY", $"The key {ResponseFile.Shown(answer.Key)} was never sent to {systemName}; it is not answered."));
            }
            else if (known is not null && known.Outcome != answer.Outcome)
            {
                faults.Add(new(line, "outcome", "CONFLICTING_ANSWER", $"The key {ResponseFile.Shown(answer.Key)} was answered before, as {known.Outcome}; that answer stands, not {answer.Outcome}."));
            }
            else
            {
                standing++;
                if (recorded is null)
                {
                    fresh.TryAdd(answer.Key, answer);
                }
            }
        }

        return new(standing, [.. fresh.Values], faults);
    }
}

/// <param name="Standing">How many lines hold the answer that stands, from now or from before.</param>
/// <param name="Fresh">The answers to be recorded: one for each key that has none yet.</param>
/// <param name="Faults">What cannot stand.</param>
internal sealed record AnswerJudgement(int Standing, IReadOnlyList<SettlementAnswer> Fresh, IReadOnlyList<ResponseFault> Faults);
