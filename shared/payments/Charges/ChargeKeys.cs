using System.Globalization;
using Serverless.Payments.Ledger;

namespace Serverless.Payments.Charges;

/// <summary>The keys of the table of charges: a partition per participant with the events, their journal and the requests that were carried out; beside them the list of participants.</summary>
internal static class ChargeKeys
{
    /// <summary>Counts the events; what two acts at one moment meet at.</summary>
    public const string Account = "account";

    public const string EventPrefix = "e|";

    /// <summary>The partition with a row for each participant that may have an account.</summary>
    public const string ParticipantsPartition = "participants";

    public static string Event(int n) => EventPrefix + Number(n);

    public static string Journal(int n) => TrialBalance.JournalPrefix + Number(n);

    public static string Done(string requestId) => $"d|{requestId}";

    private static string Number(int n) => n.ToString("D9", CultureInfo.InvariantCulture);
}
