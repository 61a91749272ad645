namespace Serverless.Payments.Approvals;

/// <param name="Next">What asks for the rest, or null where there is none. A page may hold fewer than asked for and still have a next one.</param>
public sealed record PaymentPage(IReadOnlyList<Payment> Items, string? Next)
{
    /// <summary>In an inbox: for whom a payment waits, by the payment's id, where that is not the caller.</summary>
    public IReadOnlyDictionary<string, string> OnBehalfOf { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <param name="Counts">How many are in each status.</param>
/// <param name="Cut">The statuses in which not all were looked at, so that there are at least so many.</param>
public sealed record PaymentsByStatus(IReadOnlyDictionary<PaymentStatus, int> Counts, IReadOnlySet<PaymentStatus> Cut);

/// <param name="Items">The latest first.</param>
/// <param name="IsCut">Whether there are more payments than were looked at, so that a later one may be missing.</param>
public sealed record LatestPayments(IReadOnlyList<Payment> Items, bool IsCut);
