using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;

namespace Serverless.Payments.Remittances;

/// <summary>What is typed into a row; a field left out stays as it is.</summary>
/// <param name="Type">The adjustment's type; where only the amount is typed, the one that stands.</param>
public sealed record RowEntry(Money? Post, Money? Adjustment, ValueItem? Type);

/// <summary>A row of the active records under the current check: an invoice, or one line of it.</summary>
/// <param name="State">The session.</param>
/// <param name="Invoice">As it stands.</param>
/// <param name="Line">Null for the invoice as a whole.</param>
public sealed record QueueRow(RemittanceState State, BillingInvoice Invoice, int? Line)
{
    /// <summary>What the queue holds for the invoice under the current check.</summary>
    public QueueEntry? Standing { get; } = State.Remittance.CurrentCheck is { } check ? State.Queue.FirstOrDefault(entry => entry.Sheet == check.Sheet && entry.Invoice == Invoice.Number) : null;

    public RemittanceCheck Check => State.Remittance.CurrentCheck ?? throw new InvalidOperationException($"Session {State.Remittance.Id} has no current check.");

    /// <summary>What is entered in this row.</summary>
    public IReadOnlyList<QueuedLine> Own => [.. (Standing?.Lines ?? []).Where(line => Line is null || line.Line == Line)];

    /// <summary>The other rows of the invoice under this check.</summary>
    public IReadOnlyList<QueuedLine> Others => [.. (Standing?.Lines ?? []).Where(line => Line is not null && line.Line != Line)];

    /// <summary>The adjustments that stand in this row, each type once.</summary>
    public IReadOnlyList<PostedAdjustment> Adjustments =>
    [
        .. Own.SelectMany(line => line.Adjustments)
            .GroupBy(adjustment => (adjustment.Type, adjustment.Kind))
            .Select(type => new PostedAdjustment(type.Key.Type, type.Key.Kind, type.Aggregate(Money.Zero, (sum, adjustment) => sum + adjustment.Amount))),
    ];

    /// <summary>The lines that the row is for, less what other checks' rows do to them.</summary>
    public IReadOnlyList<OpenLine> Lines()
    {
        var elsewhere = State.EntriesOf(Invoice.Number).Where(entry => entry != Standing).SelectMany(entry => entry.Lines).ToLookup(line => line.Line);
        return
        [
            .. InvoiceFigures.Of(Invoice).Lines
                .Where(line => Line is null || line.Line.Line == Line)
                .Select(line =>
                {
                    var posts = elsewhere[line.Line.Line].Aggregate(Money.Zero, (sum, queued) => sum + queued.Post);
                    var adjustments = elsewhere[line.Line.Line].Aggregate(Money.Zero, (sum, queued) => sum + queued.Adjustment);
                    return new OpenLine(line.Line.Line, line.Line.ServiceDate, line.Line.Billed, line.Balance - posts - adjustments, line.Posts + posts);
                }),
        ];
    }

    /// <summary>The entry with this row replaced; null where nothing is left of it.</summary>
    public QueueEntry? With(IReadOnlyList<QueuedLine> lines)
    {
        QueuedLine[] all = [.. Others.Concat(lines).OrderBy(line => line.Line)];

        // Rows that stay were judged by the invoice as it was seen then; clearing another one makes them no newer.
        var version = Others.Count > 0 ? Standing!.InvoiceVersion : Invoice.Version;
        return all.Length == 0 ? null : new QueueEntry(Check.Sheet, Invoice.Number, Invoice.Payer, Invoice.ClientId, version, Line is null, all);
    }
}

/// <summary>What a row becomes, or why not.</summary>
/// <param name="Entry">The invoice's entry under the current check; null where it leaves the queue.</param>
public sealed record RowDecision(QueueEntry? Entry, Approvals.Refusal? Refusal)
{
    public static RowDecision Of(QueueEntry? entry) => new(entry, null);

    public static RowDecision Refused(Approvals.RefusalKind kind, string code, string field, string message)
        => new(null, new(kind, code, message) { Errors = field.Length == 0 ? [] : [new(code, field, message)] });
}
