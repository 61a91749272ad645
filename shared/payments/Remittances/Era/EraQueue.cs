using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;
using Serverless.Payments.Files;

namespace Serverless.Payments.Remittances.Era;

/// <summary>Makes a batch with its checks and queue of an electronic remittance, or says by segment why it cannot be posted; nothing is kept here.</summary>
public sealed class EraQueue
{
    private readonly EraFaults faults = new();
    private readonly EraFile file;
    private readonly EraCodes codes;
    private readonly EraBooks books;
    private readonly string bankId;

    private EraQueue(EraFile file, IReadOnlyDictionary<string, BillingInvoice> invoices, IReadOnlyList<ValueItem> items, string bankId)
    {
        this.file = file;
        this.bankId = bankId;
        codes = new EraCodes(items, faults);
        books = new EraBooks(invoices);
    }

    /// <param name="file">As it was read; it balances.</param>
    /// <param name="invoices">Those it speaks of, by number, as they stand; a number that is missing is a fault.</param>
    /// <param name="items">The batch types and adjustment types.</param>
    /// <param name="bankId">The bank that the money came to; no file says it.</param>
    public static EraQueued Of(EraFile file, IReadOnlyDictionary<string, BillingInvoice> invoices, IReadOnlyList<ValueItem> items, string bankId)
        => new EraQueue(file, invoices, items, bankId).Make();

    private EraQueued Make()
    {
        if (EraSize.FaultsOf(file) is { Count: > 0 } tooLarge)
        {
            return new EraQueued(null, [], [], tooLarge);
        }

        var isTakeback = IsTakeback();
        var checks = new List<RemittanceCheck>();
        var queue = new List<QueueEntry>();
        foreach (var check in file.Checks)
        {
            var n = checks.Count + 1;
            VerifyAmount(check, isTakeback);
            var type = codes.TypeOf(check, isTakeback);
            checks.Add(new RemittanceCheck(n, check.RefNo, type?.Code ?? "", check.Date, check.Amount, null, false, n, n < file.Checks.Count)
            {
                ProviderAdjustments = [.. check.ProviderAdjustments.Select(adjustment => adjustment.Adjustment)],
            });
            Enqueue(check, n, queue);
        }

        if (!Money.TryOf(checks.Aggregate(Money.Zero, (sum, check) => sum + check.Amount).Amount, out _))
        {
            faults.Add(file.Checks[^1].Segment, "BPR", 2, "TOTAL_TOO_LARGE", $"The checks of the file come to more than a batch takes, {Money.AbsoluteMax}. Ask the payer for several files.");
        }

        if (faults.Count > 0)
        {
            return new EraQueued(null, [], [], faults.ToList());
        }

        var batch = Batch(checks, isTakeback);
        AssertBalanced(checks, queue);
        return new EraQueued(batch, checks, queue, []);
    }

    private void VerifyAmount(EraCheck check, bool isTakeback)
    {
        // By the standard a check is never below zero: what its reversals take back beyond it is carried forward (PLB).
        var claims = check.Claims.Aggregate(Money.Zero, (sum, claim) => sum + claim.Payment);
        if (isTakeback ? check.Amount >= Money.Zero && claims >= Money.Zero : check.Amount < Money.Zero)
        {
            var expected = isTakeback ? "a check of reversals takes something back" : "only a check of reversals is below zero";
            faults.Add(check.Segment, "BPR", 2, "WRONG_SIGN", $"The amount is {check.Amount}; {expected} (SAN-7). Ask the payer, or enter it by hand.");
        }
    }

    /// <summary>Whether the file takes payments back (SAN-7); a fault where it does both.</summary>
    private bool IsTakeback()
    {
        var claims = file.Checks.SelectMany(check => check.Claims).ToList();
        var reversal = claims.FirstOrDefault(claim => claim.IsReversal && !claim.IsEmptyReversal);
        var other = claims.FirstOrDefault(claim => !claim.IsReversal);
        if (reversal is not null && other is not null)
        {
            faults.Add(reversal.Segment, "CLP", 2, "MIXED_TAKEBACK", $"Invoice {FileText.Shown(reversal.Invoice)} is taken back, and CLP (segment {other.Segment}) pays or denies invoice {FileText.Shown(other.Invoice)}; payments and takebacks are never posted together. Ask the payer for two files, or enter them by hand in two batches.");
        }

        return reversal is not null && other is null;
    }

    private void Enqueue(EraCheck check, int sheet, List<QueueEntry> queue)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in check.Claims)
        {
            if (!claim.IsEmptyReversal && !seen.Add(claim.Invoice))
            {
                faults.Add(claim.Segment, "CLP", 1, "INVOICE_TWICE", $"Invoice {FileText.Shown(claim.Invoice)} is under this check before; it is posted once with each check. Ask the payer for a file with it once, or enter it by hand.");
            }
            else if (books.Find(claim.Invoice) is not { } invoice)
            {
                faults.Add(claim.Segment, "CLP", 1, "UNKNOWN_INVOICE", $"There is no invoice {FileText.Shown(claim.Invoice)}. Take it in first, or ask the payer whose claim it is.");
            }
            else if (new EraClaimRow(claim, invoice, books, codes, faults).Lines() is { Count: > 0 } lines)
            {
                queue.Add(new QueueEntry(sheet, invoice.Number, invoice.Payer, invoice.ClientId, invoice.Version, claim.Services.Count == 0 || lines.All(line => line.IsDenied), lines));
            }
        }
    }

    private RemittanceBatch Batch(List<RemittanceCheck> checks, bool isTakeback)
    {
        var total = checks.Aggregate(Money.Zero, (sum, check) => sum + check.Amount);

        // A batch that holds any money is not one of denials, whichever check stands first.
        var type = (checks.FirstOrDefault(check => check.Type != EraCodes.Denial) ?? checks[0]).Type;
        return new RemittanceBatch(ApplyAsForms.Cash, type, isTakeback, total, checks[0].Dated, bankId);
    }

    private static void AssertBalanced(List<RemittanceCheck> checks, List<QueueEntry> queue)
    {
        foreach (var check in checks)
        {
            var posts = queue.Where(entry => entry.Sheet == check.Sheet).Aggregate(Money.Zero, (sum, entry) => sum + entry.Post);
            var withheld = check.ProviderAdjustments.Aggregate(Money.Zero, (sum, adjustment) => sum + adjustment.Amount);
            if (posts - withheld != check.Amount)
            {
                throw new InvalidOperationException($"Check {check.N} of an electronic remittance is {check.Amount}, and {posts - withheld} of it would be posted.");
            }
        }
    }
}

/// <summary>What a file comes to. Every check is fully posted; the last one is the current one.</summary>
/// <param name="Batch">Null where there are faults.</param>
/// <param name="Checks">In the order of the file; each with a sheet of its number.</param>
/// <param name="Queue">A row for each claim.</param>
/// <param name="Faults">By segment.</param>
public sealed record EraQueued(RemittanceBatch? Batch, IReadOnlyList<RemittanceCheck> Checks, IReadOnlyList<QueueEntry> Queue, IReadOnlyList<FileFault> Faults);
