using Serverless.Payments.Identity;
using Serverless.Payments.Smart;

namespace Serverless.Payments.MassPayments.Requests;

/// <summary>The order to SMART to pay one entry of an approved mass payment (KEES-6). It stands in the mass payment's partition.</summary>
public sealed record PaymentRequest
{
    public required string Id { get; init; }

    public required string MassPaymentId { get; init; }

    /// <summary>The entry that it pays.</summary>
    public required int N { get; init; }

    /// <summary>The approval that wrote it; it exists where the mass payment was approved under this number.</summary>
    public required int Approval { get; init; }

    public required SmartOrder Order { get; init; }

    public RequestStatus Status { get; init; }

    /// <summary>Rises with every move.</summary>
    public int Version { get; init; } = 1;

    public required DateTimeOffset StatusSince { get; init; }

    /// <summary>How often it was authorised; with the id it is the key under which SMART knows it.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The run that has taken it and waits for SMART's answer; until then nothing else moves it.</summary>
    public string? RunId { get; init; }

    public string SmartKey => $"{Id}/{Attempt}";

    public static PaymentRequest Of(MassPayment page, MassEntryFacts entry) => new()
    {
        Id = MassPaymentKeys.RequestId(page.Id, entry.N),
        MassPaymentId = page.Id,
        N = entry.N,
        Approval = page.Attempt,
        Order = new SmartOrder(page.ProviderId, page.ServiceId, entry.ClientId, entry.CaseNumber, page.AidCode, entry.NeedCategory, entry.NeedType, entry.Amount, entry.Begin, entry.End),
        Status = RequestStatus.Authorized,
        StatusSince = page.AskedAt ?? throw new InvalidOperationException($"The approval of mass payment {page.Id} was never asked for."),
    };
}

/// <summary>One entry of a payment request's history.</summary>
/// <param name="From">Null for its making.</param>
/// <param name="At">UTC.</param>
/// <param name="Reason">The note or reason given, or SMART's.</param>
/// <param name="RequestId">What makes the act itself, so that its repetition is known.</param>
public sealed record RequestMove(RequestStatus? From, RequestStatus To, string By, Role Role, DateTimeOffset At, string? Reason, string? RequestId = null);
