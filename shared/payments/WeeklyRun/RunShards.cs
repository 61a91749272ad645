using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments.Requests;

namespace Serverless.Payments.WeeklyRun;

/// <summary>
/// The parts that a run is walked in: first the shards of what goes to CAPS, then those of what goes to SMART. A run that was
/// begun before there was SMART has the first ones alone, and leaves payment requests to the next.
/// </summary>
public static class RunShards
{
    public static int Count => PaymentIndex.Shards + RequestIndex.Shards;

    public static int First(PaymentSystem system) => system == PaymentSystem.Caps ? 0 : PaymentIndex.Shards;

    public static PaymentSystem SystemOf(int shard) => shard < PaymentIndex.Shards ? PaymentSystem.Caps : PaymentSystem.Smart;
}

/// <summary>Who pays.</summary>
public enum PaymentSystem
{
    Caps,
    Smart,
}
