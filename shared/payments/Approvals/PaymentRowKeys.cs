using System.Globalization;
using Serverless.Payments.Ledger;

namespace Serverless.Payments.Approvals;

/// <summary>The row keys within a client's partition. Effects are keyed by payment and move number, so none stands twice.</summary>
public static class PaymentRowKeys
{
    public const string PaymentPrefix = "p|";

    public static string Payment(string paymentId) => PaymentPrefix + paymentId;

    public static string HistoryPrefix(string paymentId) => $"h|{paymentId}|";

    public static string History(string paymentId, int move) => HistoryPrefix(paymentId) + Number(move);

    public static string Journal(string paymentId, int move) => $"{TrialBalance.JournalPrefix}{paymentId}|{Number(move)}";

    public static string DecisionPrefix(string paymentId) => $"d|{paymentId}|";

    public static string Decision(string paymentId, string decisionId) => DecisionPrefix(paymentId) + decisionId;

    public static string ReservationPrefix(string serviceCode, DateOnly month) => $"r|{serviceCode}|{month.ToString("yyyy-MM", CultureInfo.InvariantCulture)}|";

    public static string Reservation(Reservation reservation) => ReservationPrefix(reservation.ServiceCode, reservation.ServiceFrom) + reservation.PaymentId;

    public static string Escalation(string paymentId, int version) => $"e|{paymentId}|{Number(version)}";

    private static string Number(int move) => move.ToString("D6", CultureInfo.InvariantCulture);
}
