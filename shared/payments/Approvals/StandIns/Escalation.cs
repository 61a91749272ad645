namespace Serverless.Payments.Approvals.StandIns;

/// <summary>What waited too long was handed to superiors as well (UPI-7). It holds for one version of the payment and changes nothing of the payment itself.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="Version">The version that waited; once the payment has moved on, the escalation is over.</param>
/// <param name="To">To whom, and in whose stead.</param>
/// <param name="At">When (UTC).</param>
public sealed record Escalation(string PaymentId, int Version, IReadOnlyList<EscalatedTo> To, DateTimeOffset At)
{
    /// <summary>The superiors, each once, by name.</summary>
    public IReadOnlyList<string> Superiors => [.. To.Select(to => to.User).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Those whom the superior may act for.</summary>
    public IEnumerable<string> ActedForBy(string superior) => To.Where(to => to.User == superior).Select(to => to.For);
}

/// <param name="User">The superior.</param>
/// <param name="For">Who should have decided.</param>
public sealed record EscalatedTo(string User, string For);
