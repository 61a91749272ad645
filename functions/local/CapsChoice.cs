using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Storage;

namespace Serverless.Local;

/// <summary>
/// An installation keeps to the CAPS that its payments began with: another knows neither what was paid nor the
/// contracts, so that it would pay twice, and turn down what was in order.
/// </summary>
internal static class CapsChoice
{
    private const string Partition = "caps";
    private const string Row = "kind";

    /// <summary>Remembers the kind. It may change while there is no payment.</summary>
    /// <exception cref="StartupException">The payments that are there began with another kind.</exception>
    public static async Task KeepAsync(ITableStore tables, CapsKind kind, string folder, CancellationToken cancellation)
    {
        var asked = NameOf(kind);
        var kept = (await tables.GetAsync(Tables.Settings, Partition, Row, cancellation))?.Data;
        if (kept == asked)
        {
            return;
        }

        if (kept is not null && await AnyPaymentAsync(tables, cancellation))
        {
            throw new StartupException($"The payments in '{folder}' began with --caps {kept}, and this start asks for --caps {asked}, which does not know what was paid. Use --caps {kept} (or Serverless__Caps={kept}), or another data folder.");
        }

        await tables.SubmitAsync(Tables.Settings, Partition, [TableOperation.Upsert(Row, asked)], cancellation);
    }

    /// <summary>Whether these tables were ever started on.</summary>
    public static async Task<bool> IsKeptAsync(ITableStore tables, CancellationToken cancellation)
        => await tables.GetAsync(Tables.Settings, Partition, Row, cancellation) is not null;

    /// <summary>As on the command line.</summary>
    private static string NameOf(CapsKind kind) => kind switch
    {
        CapsKind.Simulator => "simulator",
        CapsKind.Files => "files",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such CAPS."),
    };

    private static async Task<bool> AnyPaymentAsync(ITableStore tables, CancellationToken cancellation)
    {
        foreach (var partition in PaymentStatuses.All.SelectMany(PaymentIndex.StatusPartitions))
        {
            if ((await tables.QueryAsync(Tables.PaymentIndex, partition, RowRange.All, top: 1, cancellation: cancellation)).Rows.Count > 0)
            {
                return true;
            }
        }

        return false;
    }
}
