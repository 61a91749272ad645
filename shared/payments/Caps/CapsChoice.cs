using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;
using Serverless.Payments.WeeklyRun;
using Serverless.Storage;

namespace Serverless.Payments.Caps;

/// <summary>
/// An installation keeps to the CAPS that its payments began with: another knows neither what was paid nor the contracts,
/// so that it would pay twice, and turn down what was in order. SMART, which pays mass payments, is reached the same way. Files and blobs are two ways to the same CAPS; from one to
/// the other it may change while no run waits for answers, because what was sent is recorded with the way that it went.
/// SMART is always reached as CAPS is, so that the one choice holds for both.
/// </summary>
public static class CapsChoice
{
    public const string Simulator = "simulator";

    /// <summary>Through files of a folder.</summary>
    public const string Files = "files";

    /// <summary>Through the same files, as blobs.</summary>
    public const string Blobs = "blobs";

    private const string Partition = "caps";
    private const string Row = "kind";

    /// <summary>Remembers the kind asked for, where the installation may have it.</summary>
    /// <returns>Null where it has it now; else the kind that it keeps to, and why.</returns>
    public static async Task<CapsRefusal?> KeepAsync(ITableStore tables, string asked, CancellationToken cancellation)
    {
        if (asked is not (Simulator or Files or Blobs))
        {
            throw new ArgumentOutOfRangeException(nameof(asked), asked, "There is no such CAPS.");
        }

        var kept = (await tables.GetAsync(Tables.Settings, Partition, Row, cancellation))?.Data;
        if (kept == asked)
        {
            return null;
        }

        if (kept is not null && await AnyPaymentAsync(tables, cancellation))
        {
            if (kept == Simulator || asked == Simulator)
            {
                return new(kept, $"its payments began with the CAPS of kind {kept}, and one of kind {asked} does not know what was paid");
            }

            await foreach (var run in new RunRecords(tables).RunningAsync(cancellation))
            {
                return new(kept, $"run {run.Id} waits for answers that come through {kept}, and {asked} are asked for; let the run complete first");
            }
        }

        await tables.SubmitAsync(Tables.Settings, Partition, [TableOperation.Upsert(Row, asked)], cancellation);
        return null;
    }

    /// <summary>Whether these tables were ever started on.</summary>
    public static async Task<bool> IsKeptAsync(ITableStore tables, CancellationToken cancellation)
        => await tables.GetAsync(Tables.Settings, Partition, Row, cancellation) is not null;

    private static async Task<bool> AnyPaymentAsync(ITableStore tables, CancellationToken cancellation)
    {
        foreach (var partition in PaymentStatuses.All.SelectMany(PaymentIndex.StatusPartitions))
        {
            if ((await tables.QueryAsync(Tables.PaymentIndex, partition, RowRange.All, top: 1, cancellation: cancellation)).Rows.Count > 0)
            {
                return true;
            }
        }

        await foreach (var (_, page) in new MassPaymentRecords(tables).ListAsync(cancellation: cancellation))
        {
            if (page.Status is MassPaymentStatus.Approving or MassPaymentStatus.Approved)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>An installation keeps to another CAPS than was asked for.</summary>
/// <param name="Kept">The kind that it keeps to.</param>
/// <param name="Reason">Why, as the end of a sentence.</param>
public sealed record CapsRefusal(string Kept, string Reason);
