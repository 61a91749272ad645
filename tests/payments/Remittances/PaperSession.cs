using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;
using Serverless.Payments.Remittances;

namespace Serverless.Payments.Tests.Remittances;

/// <summary>A session played by the rules alone, without a store: what each act makes of it is the next state.</summary>
internal sealed class PaperSession
{
    public static readonly ValueItem Check = new(ValueTables.BatchTypes, "CHECK", "Check") { ApplyAs = [ApplyAsForms.Cash, ApplyAsForms.AccountCash] };
    public static readonly ValueItem Takeback = new(ValueTables.BatchTypes, "TB", "Take Back") { ApplyAs = [ApplyAsForms.Cash], IsTakeback = true };
    public static readonly ValueItem Adjusting = new(ValueTables.BatchTypes, "ADJ", "Adjustment") { ApplyAs = [ApplyAsForms.Adjustment] };
    public static readonly ValueItem Contractual = new(ValueTables.AdjustmentTypes, "CO", "Contractual") { Kind = AdjustmentKind.Contractual };
    public static readonly ValueItem WriteOffType = new(ValueTables.AdjustmentTypes, ValueTables.WriteOff, "Write Off") { Kind = AdjustmentKind.WriteOff };
    public static readonly ValueItem Overhead = new(ValueTables.PaymentCodes, "HHO", "Home Health Overhead") { Kind = AdjustmentKind.Overhead, AllowsNegative = true };
    private readonly Dictionary<string, BillingInvoice> invoices = [];

    private PaperSession(Remittance session) => State = new RemittanceState(session, []);

    public RemittanceState State { get; private set; }

    /// <summary>Why the last act was refused; null where it was done.</summary>
    public Refusal? Refusal { get; private set; }

    public string? Code => Refusal?.Code;

    public decimal Remaining => State.Remaining.Amount;

    public decimal BatchBalance => State.BatchBalance.Amount;

    public static PaperSession Of(decimal total, ValueItem? type = null, string applyAs = ApplyAsForms.Cash) => new(new Remittance
    {
        Id = "rm-1",
        BatchNumber = 7,
        Owner = "biller",
        Batch = BatchOf(total, type, applyAs),
        CreatedAt = new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero),
    });

    public static RemittanceBatch BatchOf(decimal total, ValueItem? type = null, string applyAs = ApplyAsForms.Cash)
        => new(applyAs, (type ?? Check).Code, (type ?? Check).IsTakeback, Money.Of(total), new DateOnly(2026, 11, 20), "BANK-1");

    /// <summary>An invoice whose lines are visits on one day after the other, from 2 November.</summary>
    public PaperSession Bill(string number, params decimal[] lines)
    {
        invoices[number] = new BillingInvoice
        {
            Number = number,
            Payer = "Medicaid",
            ClientId = "1000000003",
            InvoiceDate = new DateOnly(2026, 11, 10),
            Lines = [.. lines.Select((billed, index) => new BillingLine(index + 1, new DateOnly(2026, 11, 2).AddDays(index), "Home", "Visit", Money.Of(billed)))],
            IntakeId = "file",
            CreatedAt = new DateTimeOffset(2026, 11, 10, 18, 0, 0, TimeSpan.Zero),
        };
        return this;
    }

    /// <summary>What an earlier batch has posted to a line.</summary>
    public PaperSession Posted(string number, int line, decimal post, decimal adjustment = 0, ValueItem? type = null)
    {
        var posting = new InvoicePosting("rm-0", 6, 1, "100", new DateOnly(2026, 11, 12), line, Money.Of(post), adjustment == 0 ? [] : [new PostedAdjustment(type!.Code, type.Kind, Money.Of(adjustment))], IsDenied: post == 0 && adjustment == 0, "biller", default);
        var invoice = invoices[number];
        invoices[number] = invoice with { Postings = [.. invoice.Postings, posting], Version = invoice.Version + 1 };
        return this;
    }

    public PaperSession AddCheck(decimal amount, string refNo = "4711", bool writeOffBalance = false, ValueItem? type = null)
    {
        var kind = type ?? (State.Remittance.Batch.IsTakeback ? Takeback : State.Remittance.Batch.ApplyAs == ApplyAsForms.Adjustment ? Adjusting : Check);
        return Act(RemittanceRules.AddCheck(State, new RemittanceCheck(0, refNo, kind.Code, new DateOnly(2026, 11, 18), Money.Of(amount), null, writeOffBalance, 0, IsDone: false), kind));
    }

    public PaperSession Put(string number, decimal? post = null, decimal? adjustment = null, ValueItem? type = null, int? line = null)
        => Act(number, line, row => QueueRules.Put(row, new RowEntry(post is { } cash ? Money.Of(cash) : null, adjustment is { } amount ? Money.Of(amount) : null, type)));

    public PaperSession Pay(string number, int? line = null) => Act(number, line, QueueRules.Pay);

    public PaperSession WriteOff(string number, int? line = null) => Act(number, line, row => QueueRules.WriteOff(row, WriteOffType));

    public PaperSession Deny(string number, int? line = null) => Act(number, line, QueueRules.Deny);

    public PaperSession Clear(string number, int? line = null) => Act(number, line, QueueRules.Clear);

    public PaperSession Next() => Act(state => RemittanceRules.Next(state, state.Remittance.CurrentCheck is { } check ? QueueFaults.Of(state, invoices, check) : []));

    /// <summary>What is wrong with the queue as a whole.</summary>
    public IEnumerable<string> Faults() => QueueFaults.Of(State, invoices, check: null).Select(fault => fault.Code);

    public PaperSession Act(Func<RemittanceState, RemittanceDecision> rule) => Act(rule(State));

    /// <summary>What is left of an invoice after everything in the queue.</summary>
    public decimal Balance(string number) => QueueBooks.Of(State, invoices[number]).After.Balance.Amount;

    public decimal Balance(string number, int line) => QueueBooks.Of(State, invoices[number]).After.Find(line)!.Balance.Amount;

    public InvoiceStatus Status(string number) => QueueBooks.Of(State, invoices[number]).After.Status;

    public IReadOnlyList<QueuedRow> Queue() => QueuedRow.Of(State, invoices);

    public QueueEntry Entry(string number) => Assert.Single(State.EntriesOf(number));

    private PaperSession Act(RemittanceDecision decision)
    {
        Refusal = decision.Refusal;
        State = decision.After is { } after ? State.After(after, null, null) : State;
        return this;
    }

    private PaperSession Act(string number, int? line, Func<QueueRow, RowDecision> rule)
    {
        var row = new QueueRow(State, invoices[number], line);
        var (entry, refusal) = rule(row);
        Refusal = refusal;
        State = refusal is null ? State.After(State.Remittance, entry, entry is null ? row.Standing : null) : State;
        return this;
    }
}
