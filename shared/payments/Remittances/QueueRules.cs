using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;

namespace Serverless.Payments.Remittances;

/// <summary>
/// What may be entered in a row of the active records (SAN-4, SAN-5, SAN-7 to SAN-9). Each answers with the entry as it then
/// stands in the queue, or with the reason why it stays as it is.
/// </summary>
public static class QueueRules
{
    /// <summary>Enters amounts; those left out stay. A row whose amounts are all zero leaves the queue.</summary>
    public static RowDecision Put(QueueRow row, RowEntry entry)
    {
        if (CheckRow(row) is { } refused)
        {
            return refused;
        }

        var standing = row.Adjustments;
        if (CheckEntry(row, entry, standing) is { } faulty)
        {
            return faulty;
        }

        // The adjustments that stay are those of the row when neither an amount nor a type is typed.
        IReadOnlyList<PostedAdjustment> adjustments = entry switch
        {
            { Adjustment: null, Type: null } => standing,
            { Adjustment: null } => [standing.Single() with { Type = entry.Type!.Code, Kind = entry.Type.Kind }],
            { Adjustment: { } none } when none == Money.Zero => [],
            _ => [new PostedAdjustment(entry.Type!.Code, entry.Type.Kind, entry.Adjustment!.Value)],
        };
        var post = entry.Post ?? row.Own.Aggregate(Money.Zero, (sum, line) => sum + line.Post);

        // What is typed in two steps, as overhead is, is out of range between them; the check is not done, nor the session posted, before it is mended.
        return Finish(row, QueueSpread.Over(row.Lines(), post, adjustments), adjustments, isHalf: entry.Post is null != entry.Adjustment is null);
    }

    /// <summary>P: pays the balance; refused where it exceeds Remaining (reading of SAN-4).</summary>
    public static RowDecision Pay(QueueRow row)
    {
        if (CheckRow(row) is { } refused)
        {
            return refused;
        }

        if (row.State.Remittance.Batch.IsTakeback)
        {
            return InTakeback("pays", "PAYMENT_IN_TAKEBACK");
        }

        // The adjustments that were entered stay where they are; the rest of each line is paid.
        var own = row.Own.ToDictionary(line => line.Line);
        var lines = row.Lines()
            .Select(line => own.TryGetValue(line.Line, out var queued)
                ? queued with { Post = line.Balance - queued.Adjustment, IsDenied = false }
                : new QueuedLine(line.Line, line.Balance, [], IsDenied: false))
            .Where(line => line.Post != Money.Zero || line.Adjustments.Count > 0)
            .ToList();
        return lines.TrueForAll(line => line.Post == Money.Zero) ? NothingOpen(row) : Finish(row, lines, row.Adjustments);
    }

    /// <summary>W: writes off what is left of the row, beside the cash and the adjustments that are entered in it (SAN-9).</summary>
    /// <param name="row">The row.</param>
    /// <param name="writeOff">The adjustment type <see cref="ValueTables.WriteOff"/>.</param>
    public static RowDecision WriteOff(QueueRow row, ValueItem writeOff)
    {
        if (CheckRow(row) is { } refused)
        {
            return refused;
        }

        if (row.State.Remittance.Batch.IsTakeback)
        {
            return InTakeback("writes off", "WRITE_OFF_IN_TAKEBACK");
        }

        var lines = WithWriteOff(row, row.Own, writeOff.Code);
        return lines.SelectMany(line => line.Adjustments).All(adjustment => adjustment.Kind != AdjustmentKind.WriteOff) ? NothingOpen(row) : Finish(row, lines, []);
    }

    /// <summary>D: the payer has denied it; posts 0.00 in place of whatever was entered.</summary>
    public static RowDecision Deny(QueueRow row)
    {
        if (CheckRow(row) is { } refused)
        {
            return refused;
        }

        if (row.State.Remittance.Batch.IsTakeback)
        {
            return InTakeback("denies", "DENIAL_IN_TAKEBACK");
        }

        QueuedLine[] lines = [.. row.Lines().Where(line => line.Balance > Money.Zero).Select(line => new QueuedLine(line.Line, Money.Zero, [], IsDenied: true))];
        return lines.Length == 0 ? NothingOpen(row) : Finish(row, lines, []);
    }

    /// <summary>X: clears the row; an invoice's clears the rows of its lines as well. Repeating it changes nothing.</summary>
    public static RowDecision Clear(QueueRow row)
        => row.State.Remittance.CurrentCheck is null ? NoCheck()
            : NoSuchLine(row) is { } missing ? missing
            : row is { Line: not null, Standing.IsWhole: true } ? Excluded(row)
            : RowDecision.Of(row.With([]));

    /// <summary>Why nothing can be entered in this row at all.</summary>
    private static RowDecision? CheckRow(QueueRow row)
    {
        if (row.State.Remittance.CurrentCheck is null)
        {
            return NoCheck();
        }

        if (NoSuchLine(row) is { } missing)
        {
            return missing;
        }

        if (row.Standing is { } standing && standing.IsWhole != row.Line is null)
        {
            return Excluded(row);
        }

        return (row.Others.Count > 0 && row.Standing!.InvoiceVersion != row.Invoice.Version) || row.State.EntriesOf(row.Invoice.Number).Any(entry => entry != row.Standing && entry.InvoiceVersion != row.Invoice.Version)
            ? RowDecision.Refused(RefusalKind.Conflict, "INVOICE_MOVED", "", $"Another batch has posted to invoice {row.Invoice.Number} since its rows were queued. Clear them, under whichever check they are, and enter them again.")
            : null;
    }

    private static RowDecision? CheckEntry(QueueRow row, RowEntry entry, IReadOnlyList<PostedAdjustment> standing)
    {
        var adjustment = entry.Adjustment ?? Money.Zero;
        if (adjustment != Money.Zero && entry.Type is null)
        {
            return RowDecision.Refused(RefusalKind.Invalid, "ADJUSTMENT_WITHOUT_TYPE", "type", $"An adjustment of {adjustment} needs a type (SAN-5).");
        }

        if (entry is { Adjustment: null, Type: not null } && standing.Count != 1)
        {
            return RowDecision.Refused(RefusalKind.Invalid, "TYPE_WITHOUT_ADJUSTMENT", "adjustment", $"The type {entry.Type.Code} needs the amount of the adjustment.");
        }

        if (entry.Type?.Kind == AdjustmentKind.Overhead && adjustment > Money.Zero && !row.State.Remittance.Batch.IsTakeback)
        {
            return RowDecision.Refused(RefusalKind.Invalid, "OVERHEAD_ABOVE_ZERO", "adjustment", $"Overhead is paid on top of the balance: the post is higher by it, and the adjustment of type {entry.Type.Code} is below zero (SAN-8).");
        }

        // A type alone is given to the adjustment that stands.
        var typed = entry is { Adjustment: null, Type: not null } ? standing[0].Amount : adjustment;
        if (typed < Money.Zero && !entry.Type!.AllowsNegative)
        {
            return RowDecision.Refused(RefusalKind.Invalid, "NEGATIVE_NOT_ALLOWED", "adjustment", $"{entry.Type.Code} is not marked for negative adjustments (SAN-8); enter one that is, or an amount above zero.");
        }

        return entry.Post is not { } post ? null
            : row.State.Remittance.Batch.IsTakeback && post > Money.Zero ? InTakeback("pays", "PAYMENT_IN_TAKEBACK")
            : !row.State.Remittance.Batch.IsTakeback && post < Money.Zero ? RowDecision.Refused(RefusalKind.Invalid, "TAKEBACK_IN_PAYMENTS", "post", $"{post} takes a payment back; takebacks have a batch of their own (SAN-7).")
            : null;
    }

    /// <summary>Judges the row as it would be, with what the check box writes off.</summary>
    private static RowDecision Finish(QueueRow row, IReadOnlyList<QueuedLine> lines, IReadOnlyList<PostedAdjustment> adjustments, bool isHalf = false)
    {
        var writesOff = row.Check.WriteOffBalance && !row.State.Remittance.Batch.IsTakeback && lines.Any(line => line.Post != Money.Zero || line.Adjustments.Count > 0);
        var all = writesOff ? WithWriteOff(row, lines, adjustments.FirstOrDefault(adjustment => adjustment.Kind == AdjustmentKind.WriteOff)?.Type ?? ValueTables.WriteOff) : lines;
        return CheckRoom(row, all) ?? CheckSigns(row, all) ?? CheckLines(row, all, isHalf) ?? CheckRemaining(row, all) ?? RowDecision.Of(row.With(all));
    }

    /// <summary>The lines with everything that is left of them written off, in place of what was before.</summary>
    private static List<QueuedLine> WithWriteOff(QueueRow row, IReadOnlyList<QueuedLine> lines, string code)
    {
        var queued = lines.ToDictionary(line => line.Line);
        var all = new List<QueuedLine>();
        foreach (var line in row.Lines())
        {
            var own = queued.GetValueOrDefault(line.Line) ?? new QueuedLine(line.Line, Money.Zero, [], IsDenied: false);
            own = own with { IsDenied = false, Adjustments = [.. own.Adjustments.Where(adjustment => adjustment.Kind != AdjustmentKind.WriteOff)] };
            var left = line.Balance - own.Post - own.Adjustment;
            own = left > Money.Zero ? own with { Adjustments = [.. own.Adjustments, new PostedAdjustment(code, AdjustmentKind.WriteOff, left)] } : own;
            if (own.Post != Money.Zero || own.Adjustments.Count > 0)
            {
                all.Add(own);
            }
        }

        return all;
    }

    private static RowDecision? CheckLines(QueueRow row, IReadOnlyList<QueuedLine> lines, bool isHalf)
    {
        var open = row.Lines().ToDictionary(line => line.Line);
        foreach (var queued in lines)
        {
            var line = open[queued.Line];
            var name = $"Line {line.Line} of invoice {row.Invoice.Number}";
            var balance = line.Balance - queued.Post - queued.Adjustment;
            if (line.Posts + queued.Post < Money.Zero)
            {
                return RowDecision.Refused(RefusalKind.Invalid, "EXCEEDS_PAID", "post", $"{name} was paid {line.Posts}; {-queued.Post} cannot be taken back.");
            }

            if (balance < Money.Zero && !(isHalf && queued.Post > line.Balance))
            {
                return RowDecision.Refused(RefusalKind.Invalid, "EXCEEDS_BALANCE", queued.Post > line.Balance ? "post" : "adjustment", $"{name} has a balance of {line.Balance}; {queued.Post} and an adjustment of {queued.Adjustment} are {-balance} more. What is paid on top of it is entered as a negative adjustment with a payment code (SAN-8).");
            }

            if (balance > line.Billed && !isHalf)
            {
                return RowDecision.Refused(RefusalKind.Invalid, "EXCEEDS_BILLED", queued.Post < Money.Zero ? "post" : "adjustment", $"{name} was billed {line.Billed}, and {balance} would be open. What was paid on top of it goes with an adjustment above zero.");
            }
        }

        return null;
    }

    /// <summary>Payments and takebacks are never mixed, and a takeback is of what was paid (SAN-7).</summary>
    private static RowDecision? CheckSigns(QueueRow row, IReadOnlyList<QueuedLine> lines)
    {
        if (!row.State.Remittance.Batch.IsTakeback)
        {
            return lines.FirstOrDefault(line => line.Post < Money.Zero) is { } taken
                ? RowDecision.Refused(RefusalKind.Invalid, "TAKEBACK_IN_PAYMENTS", "post", $"{taken.Post} takes a payment back; takebacks have a batch of their own (SAN-7).")
                : null;
        }

        var open = row.Lines().ToDictionary(line => line.Line);
        return lines.Any(line => line.Post > Money.Zero) ? InTakeback("pays", "PAYMENT_IN_TAKEBACK")
            : lines.SelectMany(line => line.Adjustments).Any(adjustment => adjustment.Kind == AdjustmentKind.WriteOff && adjustment.Amount > Money.Zero) ? InTakeback("writes off", "WRITE_OFF_IN_TAKEBACK")
            : lines.FirstOrDefault(line => open[line.Line].Posts <= Money.Zero) is { } unpaid ? RowDecision.Refused(RefusalKind.Invalid, "NOT_PAID", "post", $"Line {unpaid.Line} of invoice {row.Invoice.Number} was not paid; there is nothing to take back (SAN-7).")
            : null;
    }

    private static RowDecision? CheckRoom(QueueRow row, IReadOnlyList<QueuedLine> lines)
    {
        var queued = row.State.EntriesOf(row.Invoice.Number).Where(entry => entry != row.Standing).Sum(entry => entry.Lines.Count) + row.Others.Count + lines.Count;
        return row.Invoice.Postings.Count + queued > BillingInvoice.PostingsMax
            ? RowDecision.Refused(RefusalKind.Invalid, "INVOICE_FULL", "post", $"Invoice {row.Invoice.Number} has {row.Invoice.Postings.Count} postings; {BillingInvoice.PostingsMax} are kept at most. Post what is left as few rows.")
            : row.Standing is null && row.State.Queue.Count >= RemittanceRules.QueueMax
                ? RowDecision.Refused(RefusalKind.Invalid, "QUEUE_FULL", "post", $"The queue holds {RemittanceRules.QueueMax} invoices at most; post these, and the others in another batch.")
                : null;
    }

    private static RowDecision? CheckRemaining(QueueRow row, IReadOnlyList<QueuedLine> lines)
    {
        var isTakeback = row.State.Remittance.Batch.IsTakeback;
        var own = row.Own.Aggregate(Money.Zero, (sum, line) => sum + line.Post);
        var post = lines.Aggregate(Money.Zero, (sum, line) => sum + line.Post);
        var remaining = row.State.RemainingOf(row.Check) + own;
        return (isTakeback ? post < remaining : post > remaining)
            ? RowDecision.Refused(RefusalKind.Invalid, "EXCEEDS_REMAINING", "post", $"{post} is more than the {remaining} that check {row.Check.RefNo} has left.")
            : null;
    }

    private static RowDecision? NoSuchLine(QueueRow row)
        => row.Line is { } line && InvoiceFigures.Of(row.Invoice).Find(line) is null
            ? RowDecision.Refused(RefusalKind.NotFound, "NO_SUCH_LINE", "", $"Invoice {row.Invoice.Number} has no line {line}.")
            : null;

    private static RowDecision NoCheck() => RowDecision.Refused(RefusalKind.Conflict, "NO_CHECK", "", "There is no check to post with; enter the next one first (SAN-2).");

    private static RowDecision NothingOpen(QueueRow row)
        => RowDecision.Refused(RefusalKind.Invalid, "NOTHING_OPEN", "post", row.Line is { } line ? $"Line {line} of invoice {row.Invoice.Number} has no balance." : $"Invoice {row.Invoice.Number} has no balance.");

    private static RowDecision Excluded(QueueRow row) => RowDecision.Refused(
        RefusalKind.Conflict,
        "ROW_EXCLUDED",
        "",
        row.Line is null ? $"Lines of invoice {row.Invoice.Number} are in the queue one by one. Clear them to enter the invoice as a whole." : $"Invoice {row.Invoice.Number} is in the queue as a whole. Clear it to enter single lines.");

    private static RowDecision InTakeback(string does, string code) => RowDecision.Refused(RefusalKind.Invalid, code, "post", $"This batch takes payments back; nothing in it {does} (SAN-7). Enter amounts below zero, or post it in a batch of its own.");
}
