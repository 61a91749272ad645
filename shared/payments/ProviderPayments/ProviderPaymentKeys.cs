using System.Globalization;

namespace Serverless.Payments.ProviderPayments;

/// <summary>The row keys in a child's partition of the table of provider payments, and of the partition of the periods.</summary>
public static class ProviderPaymentKeys
{
    /// <summary>The partition with a row for each service period that was generated.</summary>
    public const string PeriodsPartition = "periods";

    public const string PaymentPrefix = "p|";

    public const string AdjustmentPrefix = "a|";

    public static string Payment(string id) => PaymentPrefix + id;

    public static string Adjustment(string id) => AdjustmentPrefix + id;

    public static string HistoryPrefix(string id) => $"h|{id}|";

    public static string History(string id, int version) => HistoryPrefix(id) + Number(version);

    /// <summary>A sheet as it was submitted or entered; kept for ever.</summary>
    public static string Sheet(string id, int number) => $"s|{id}|{Number(number)}";

    /// <summary>The calculation of an authorisation.</summary>
    public static string Calculation(string id, int version) => $"c|{id}|{Number(version)}";

    public static string ActPrefix(string id) => $"d|{id}|";

    public static string Act(string id, string actId) => ActPrefix(id) + actId;

    /// <summary>Journal entries of payments and adjustments alike.</summary>
    public static string Journal(string id, int version) => $"j|{id}|{Number(version)}";

    /// <summary>Bumped by whatever decides by several payments of the child in the period: authorisations and adjustments.</summary>
    public static string Guard(string period) => $"g|{period}";

    private static string Number(int number) => number.ToString("D6", CultureInfo.InvariantCulture);
}
