using Serverless.Payments.Amounts;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.Tests.ProviderPayments;

/// <summary>Payments and acts by hand, for the rules alone.</summary>
internal static class CareActs
{
    public static readonly DateTimeOffset At = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);

    public static ProviderPayment New() => new()
    {
        Id = "pp-1",
        Period = "2026-11",
        ProviderId = "P-100",
        ClientId = "1000000001",
        ServiceCode = "SLN",
        StatusSince = At,
        CreatedAt = At,
        Generation = 1,
        Terms = new(new DateOnly(2025, 1, 1), new DateOnly(2035, 12, 31), 480, 1),
    };

    /// <summary>A payment that stands at this pair, with what belongs to it.</summary>
    public static ProviderPayment Standing(SubmissionStatus submission, ProviderPaymentStatus status, bool withSheet = true)
    {
        var sheet = withSheet ? new SheetSeal(1, "hash-1", submission == SubmissionStatus.New ? "operations" : "provider", submission == SubmissionStatus.New ? Role.Operations : Role.Provider, At) : null;
        var isCalculated = status is ProviderPaymentStatus.Authorized or ProviderPaymentStatus.Paid;
        return New() with
        {
            Submission = submission,
            Status = status,
            Version = 5,
            Sheet = sheet,
            Signature = submission == SubmissionStatus.Submitted ? new ParentSignature("Ada Lopez", "parent", At, "hash-1") : null,
            Question = status == ProviderPaymentStatus.Hold ? new Remark("Why?", "operations", Role.Operations, At, 4) : null,
            Amount = isCalculated ? Money.Of(200) : null,
            Units = isCalculated ? Units.Of(8) : null,
            CalculatedAt = isCalculated ? 5 : null,
        };
    }

    public static AttendanceAct Act(ProviderPayment payment, AttendanceAction action, string? text = "text", string? by = null) => new()
    {
        Id = "act",
        PaymentId = payment.Id,
        Action = action,
        By = by ?? RoleOf(action).ToString(),
        Role = RoleOf(action),
        Version = payment.Version,
        At = At,
        Text = text,
        Days = action is AttendanceAction.Submit or AttendanceAction.Enter ? [new AttendanceDay(new DateOnly(2026, 11, 2), 480, 960, null)] : [],
    };

    private static Role RoleOf(AttendanceAction action) => action switch
    {
        AttendanceAction.Submit or AttendanceAction.Answer => Role.Provider,
        AttendanceAction.Sign => Role.Parent,
        _ => Role.Operations,
    };
}
