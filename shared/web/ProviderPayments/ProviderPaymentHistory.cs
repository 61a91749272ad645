using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;

namespace Serverless.Web.ProviderPayments;

/// <summary>One act on a provider payment or an adjustment.</summary>
/// <param name="From">Null for its generation or making.</param>
/// <param name="Role">The role acted in.</param>
/// <param name="Action">What was done: submit, enter, sign, receive, authorize, hold, answer or pay; left out for the generation, and for adjustments, whose statuses say it.</param>
/// <param name="Note">The question, answer, reason, or the name under a signature; what was noted at an authorisation is for staff.</param>
/// <param name="SheetHash">The sheet that stood after it.</param>
/// <param name="Amount">The amount after it, where there is one.</param>
/// <param name="ExportId">Where an export has paid it.</param>
public sealed record ProviderPaymentHistoryEntry(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] BothStatuses? From,
    BothStatuses To,
    string By,
    Role Role,
    DateTimeOffset At,
    string? Action = null,
    string? Note = null,
    string? SheetHash = null,
    Money? Amount = null,
    string? ExportId = null)
{
    public static ProviderPaymentHistoryEntry Of(ProviderPaymentMove move)
        => new(move.From is { } from ? BothStatuses.Of(from) : null, BothStatuses.Of(move.To), move.By, move.Role, move.At, move.Action is { } action ? NameOf(action) : null, move.Note, move.SheetHash, move.Amount, move.ExportId);

    public static ProviderPaymentHistoryEntry Of(AdjustmentMove move)
        => new(move.From is { } from ? new(from.ToString()) : null, new(move.To.ToString()), move.By, move.Role, move.At, Note: move.Note, ExportId: move.ExportId);

    public static string NameOf(AttendanceAction action) => action.ToString().ToLowerInvariant();
}

/// <summary>Where a payment stood on both axes, or an adjustment on its one.</summary>
/// <param name="SubmissionStatus">Left out for an adjustment, which nobody submits.</param>
public sealed record BothStatuses(string PaymentStatus, string? SubmissionStatus = null)
{
    public static BothStatuses Of(StatusPair pair) => new(pair.Payment.DisplayName(), pair.Submission.DisplayName());
}
