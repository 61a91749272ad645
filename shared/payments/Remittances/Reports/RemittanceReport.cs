using Serverless.Payments.Amounts;

namespace Serverless.Payments.Remittances.Reports;

/// <summary>
/// The Manual Remittance Queue report (SAN-11): everything that a session posts, by payer and then by check, with the batch
/// number and the batch id. Preview shows what the queue would do; after Post Now it shows what it did, in the same figures.
/// </summary>
/// <param name="Agency">Whose report it is.</param>
/// <param name="BatchId">The generated batch id; <c>rm-…</c>.</param>
/// <param name="Bank">Its code and name.</param>
/// <param name="BatchType">Its code and name.</param>
/// <param name="Status"><c>Preview</c>, <c>Discarded</c> or <c>Posted</c>.</param>
/// <param name="PostedBy">Null until it is posted.</param>
/// <param name="PostedAt">Null until it is posted.</param>
/// <param name="BatchBalance">Batch total − posts.</param>
/// <param name="SourceFile">The electronic remittance that it was read from; null where it was typed.</param>
public sealed record RemittanceReport(
    string Agency,
    long BatchNumber,
    string BatchId,
    string Bank,
    string ApplyAs,
    string BatchType,
    DateOnly BatchDate,
    string Status,
    string? PostedBy,
    DateTimeOffset? PostedAt,
    Money BatchTotal,
    Money BatchBalance,
    string? SourceFile,
    IReadOnlyList<ReportPayer> Payers,
    ReportTotals Totals)
{
    public const string Title = "Manual Remittance Queue";
}

/// <param name="Payer">Empty for checks that pay no invoice.</param>
/// <param name="Checks">In the order in which they were entered.</param>
public sealed record ReportPayer(string Payer, IReadOnlyList<ReportCheck> Checks, ReportTotals Totals);

/// <summary>What a check does to the payer's invoices.</summary>
/// <param name="Type">Its code and name.</param>
/// <param name="Rows">By client, invoice and line.</param>
/// <param name="ProviderAdjustments">What it gives or withholds for no invoice; listed with the first payer of the check.</param>
public sealed record ReportCheck(
    int N, string RefNo, string Type, DateOnly Dated, Money Amount, string? Comment, IReadOnlyList<ReportRow> Rows, IReadOnlyList<ProviderLevelAdjustment> ProviderAdjustments, ReportTotals Totals);

/// <summary>What a check does to one line of an invoice.</summary>
/// <param name="Client">The name; the id where there is none.</param>
/// <param name="Adjustment">The sum of its adjustments.</param>
/// <param name="Balance">After it.</param>
/// <param name="Status">After it; <c>Denied</c> where this check pays nothing.</param>
public sealed record ReportRow(
    string Client, string ClientId, string Invoice, int Line, DateOnly ServiceDate, string Description, Money Billed, Money Post, Money Adjustment, IReadOnlyList<ReportAdjustment> Adjustments, Money Balance, bool IsDenied, string Status);

/// <param name="Name">The type's; its code where it has none.</param>
public sealed record ReportAdjustment(string Type, string Name, Money Amount);

/// <param name="RowCount">How many lines are posted to.</param>
/// <param name="Provider">What was withheld for no invoice; above zero it lessens the checks.</param>
/// <param name="Net">Posts less that: what the checks come to.</param>
public sealed record ReportTotals(int RowCount, int DeniedCount, Money Post, Money Adjustment, Money Provider, Money Net)
{
    public static ReportTotals Of(IReadOnlyList<ReportCheck> checks) => new(
        checks.Sum(check => check.Totals.RowCount),
        checks.Sum(check => check.Totals.DeniedCount),
        Sum(checks, check => check.Totals.Post),
        Sum(checks, check => check.Totals.Adjustment),
        Sum(checks, check => check.Totals.Provider),
        Sum(checks, check => check.Totals.Net));

    public static ReportTotals Of(IReadOnlyList<ReportRow> rows, IReadOnlyList<ProviderLevelAdjustment> provider)
    {
        var post = Sum(rows, row => row.Post);
        var withheld = Sum(provider, adjustment => adjustment.Amount);
        return new(rows.Count, rows.Count(row => row.IsDenied), post, Sum(rows, row => row.Adjustment), withheld, post - withheld);
    }

    private static Money Sum<T>(IReadOnlyList<T> items, Func<T, Money> amount) => items.Aggregate(Money.Zero, (sum, item) => sum + amount(item));
}
