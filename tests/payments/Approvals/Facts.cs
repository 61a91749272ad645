using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Tests.Approvals;

/// <summary>A claim that passes every rule, and what it is judged by; each test changes one thing.</summary>
internal static class Facts
{
    public static readonly DateOnly Today = new(2026, 11, 22);

    public static readonly Client Client = new("1000000001", "Ada", "Lopez", Active: true, Coordinator: "coordinator");

    public static readonly PaymentFacts Valid = new("P-100", Client.Id, "SLN", Units.Of(10), Money.Of(25), Money.Of(250), new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 6));

    public static readonly ValidationBasis Basis = new(
        new Provider("P-100", "Canyon Home Care", "1 Main St", Active: true),
        new Contract("P-100", "SLN", Money.Of(25), new DateOnly(2025, 1, 1), new DateOnly(2035, 12, 31), Active: true),
        Client,
        new Budget(Client.Id, "SLN", Units.Of(40)),
        [],
        Today,
        []);

    public static Payment Payment(PaymentStatus status) => new()
    {
        Id = "p1",
        Facts = Valid,
        Status = status,
        Version = 3,
        StatusSince = DateTimeOffset.UnixEpoch,
        CreatedAt = DateTimeOffset.UnixEpoch,
        SubmittedBy = "provider",
        SubmissionId = "s1",
        Acts = [new("provider", Role.Provider)],
        Attempt = status is PaymentStatus.SubmittedToCaps or PaymentStatus.HeldByCaps ? 1 : 0,
    };

    public static Decision Decision(Payment payment, PaymentAction action, string by, Role role, string? note = "because") => new()
    {
        Id = "d1",
        PaymentId = payment.Id,
        Action = action,
        By = by,
        Role = role,
        Stage = payment.Status,
        Version = payment.Version,
        Note = note,
        At = DateTimeOffset.UnixEpoch,
    };

    public static Reservation Other(decimal units = 5, string provider = "P-200", int from = 10, int to = 12)
        => new("other", provider, "SLN", Units.Of(units), new DateOnly(2026, 11, from), new DateOnly(2026, 11, to));
}
