using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;
using Serverless.Payments.Ledger;
using Serverless.Payments.Remittances;
using Serverless.Payments.Remittances.Posting;

namespace Serverless.Payments.Tests.Remittances.Posting;

/// <summary>
/// Random batches of payments, adjustments, denials, write-offs, overhead and takebacks, played through the rules and posted;
/// every balance and every account is compared with an addition of what was entered, which knows nothing of the rules.
/// </summary>
[Trait("Req", "ALL-1")]
[Trait("Req", "SAN-5")]
[Trait("Req", "SAN-7")]
[Trait("Req", "SAN-8")]
[Trait("Req", "SAN-9")]
public sealed class RandomRemittanceTests
{
    private const int Batches = 25;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_balance_is_what_was_billed_less_what_was_entered(int seed)
    {
        var books = new NaiveBooks(new Random(seed));
        for (var batch = 1; batch <= Batches; batch++)
        {
            books.PlayBatch(batch);
        }

        Assert.True(books.Posted > 5, $"Only {books.Posted} rows were posted.");
    }

    /// <summary>The invoices, and beside them plain sums in cents.</summary>
    private sealed class NaiveBooks
    {
        private static readonly ValueItem[] Types = [PaperSession.Contractual, PaperSession.WriteOffType, PaperSession.Overhead];
        private readonly Random random;
        private readonly List<BillingInvoice> invoices = [];
        private readonly Dictionary<(string Invoice, int Line), (long Billed, long Cash, long Adjusted)> lines = [];
        private readonly Dictionary<string, long> accounts = [];
        private RemittanceState state = null!;

        public NaiveBooks(Random random)
        {
            this.random = random;
            for (var number = 1; number <= 6; number++)
            {
                var billed = Enumerable.Range(1, random.Next(1, 5)).Select(line => (Line: line, Cents: (long)random.Next(1, 50_000))).ToList();
                invoices.Add(new BillingInvoice
                {
                    Number = $"N-{number}",
                    Payer = $"Payer {number % 2}",
                    ClientId = "1000000003",
                    InvoiceDate = new DateOnly(2026, 11, 1),
                    Lines = [.. billed.Select(line => new BillingLine(line.Line, new DateOnly(2026, 10, 1).AddDays(random.Next(0, 5)), "", "", MoneyOf(line.Cents)))],
                    IntakeId = "file",
                    CreatedAt = default,
                });
                foreach (var (line, cents) in billed)
                {
                    lines[($"N-{number}", line)] = (cents, 0, 0);
                    Book(Accounts.PayersReceivable, cents);
                }
            }
        }

        public int Posted { get; private set; }

        public void PlayBatch(int number)
        {
            // The total is set at the end to what the checks came to, as a biller edits a batch that was mistyped.
            var isTakeback = random.Next(4) == 0;
            var wide = isTakeback ? -900_000L : 900_000L;
            state = new RemittanceState(
                new Remittance { Id = $"rm-{number}", BatchNumber = number, Owner = "biller", Batch = PaperSession.BatchOf(wide / 100m, isTakeback ? PaperSession.Takeback : null), CreatedAt = default }, []);
            for (var check = 0; check < random.Next(1, 4); check++)
            {
                PlayCheck(isTakeback, check);
            }

            Adjust(session => session with { Batch = session.Batch with { Total = state.ChecksTotal } });
            Assert.Equal(Money.Zero, state.BatchBalance);
            Assert.Equal(Money.Zero, state.Remaining);
            var decision = RemittanceRules.Post(state, [], "biller", default);
            if (decision.After is { } asked)
            {
                Commit(new RemittanceState(asked, state.Queue));
            }
            else
            {
                Assert.Equal("NOTHING_QUEUED", decision.Refusal!.Code);
            }
        }

        private void PlayCheck(bool isTakeback, int index)
        {
            var type = isTakeback ? PaperSession.Takeback : PaperSession.Check;
            var amount = isTakeback ? -300_000L : 300_000L;
            var added = RemittanceRules.AddCheck(state, new RemittanceCheck(0, $"ref {index}", type.Code, default, MoneyOf(amount), null, !isTakeback && random.Next(6) == 0, 0, false), type);
            state = state.After(added.After!, null, null);
            for (var act = 0; act < random.Next(2, 12); act++)
            {
                PlayRow();
            }

            // Rows that were left half typed are cleared, as Next demands.
            var sheet = state.Remittance.CurrentCheck!.Sheet;
            var books = invoices.ToDictionary(invoice => invoice.Number);
            foreach (var invoice in QueueFaults.Of(state, books, state.Remittance.CurrentCheck).Select(fault => fault.Field).Distinct().ToList())
            {
                state = state.After(state.Remittance, null, state.EntriesOf(invoice).Single(entry => entry.Sheet == sheet));
            }

            // The check is what was posted with it.
            Adjust(session => session with { Checks = [.. session.Checks.Select(check => check.Sheet == sheet ? check with { Amount = state.PostsOf(check) } : check)] });
            state = state.After(RemittanceRules.Next(state, []).After!, null, null);
        }

        private void PlayRow()
        {
            var invoice = invoices[random.Next(invoices.Count)];
            int? line = random.Next(2) == 0 ? null : invoice.Lines[random.Next(invoice.Lines.Count)].Line;
            var row = new QueueRow(state, invoice, line);
            var decision = random.Next(8) switch
            {
                0 => QueueRules.Pay(row),
                1 => QueueRules.WriteOff(row, PaperSession.WriteOffType),
                2 => QueueRules.Deny(row),
                3 => QueueRules.Clear(row),
                _ => QueueRules.Put(row, Entry(row)),
            };
            if (decision.Refusal is null)
            {
                state = state.After(state.Remittance, decision.Entry, decision.Entry is null ? row.Standing : null);
            }
        }

        private RowEntry Entry(QueueRow row)
        {
            var isTakeback = state.Remittance.Batch.IsTakeback;
            var room = row.Lines().Sum(line => (long)((isTakeback ? line.Posts : line.Balance).Amount * 100));
            var post = room <= 0 ? 1 : random.NextInt64(0, room + 1);
            var type = Types[random.Next(Types.Length)];
            var adjustment = type == PaperSession.Overhead ? (isTakeback ? 3_000L : -3_000L) : random.NextInt64(0, Math.Max(1, room - post + 1));
            post += adjustment < 0 ? 3_000L : 0;
            return random.Next(3) == 0
                ? new RowEntry(MoneyOf(isTakeback ? -post : post), null, null)
                : new RowEntry(MoneyOf(isTakeback ? -post : post), MoneyOf(adjustment), type);
        }

        /// <summary>What a posting does, without a store: what fits is posted, and everything is added up beside it.</summary>
        private void Commit(RemittanceState posted)
        {
            foreach (var entry in RemittanceBooking.Entries(posted, default).Values)
            {
                foreach (var leg in entry.Legs)
                {
                    Book(leg.Account, -(long)(leg.Amount.Amount * 100));
                }
            }

            foreach (var due in InvoiceToPost.Of(posted))
            {
                var at = invoices.FindIndex(invoice => invoice.Number == due.Place.Number);
                Assert.True(due.Fits(invoices[at]), $"Invoice {due.Place.Number} does not fit what the rules have let in.");
                invoices[at] = invoices[at] with { Postings = [.. invoices[at].Postings, .. due.Postings], Version = invoices[at].Version + 1 };
            }

            foreach (var (entry, line) in posted.Queue.SelectMany(entry => entry.Lines.Select(line => (entry, line))))
            {
                var (billed, cash, adjusted) = lines[(entry.Invoice, line.Line)];
                var (post, adjustments) = ((long)(line.Post.Amount * 100), line.Adjustments.Sum(adjustment => (long)(adjustment.Amount.Amount * 100)));
                lines[(entry.Invoice, line.Line)] = (billed, cash + post, adjusted + adjustments);
                Book(Accounts.CashReceipts, post);
                Book(Accounts.PayersReceivable, -(post + adjustments));
                foreach (var adjustment in line.Adjustments)
                {
                    Book(adjustment.Type switch { "CO" => Accounts.ContractualAdjustments, "WO" => Accounts.WriteOffs, _ => Accounts.OverheadPayments }, (long)(adjustment.Amount.Amount * 100));
                }

                Posted++;
            }

            Compare();
        }

        private void Compare()
        {
            foreach (var invoice in invoices)
            {
                foreach (var line in InvoiceFigures.Of(invoice).Lines)
                {
                    var (billed, cash, adjusted) = lines[(invoice.Number, line.Line.Line)];
                    Assert.Equal((cash, adjusted, billed - cash - adjusted), ((long)(line.Posts.Amount * 100), (long)(line.Adjustments.Amount * 100), (long)(line.Balance.Amount * 100)));
                    Assert.InRange(billed - cash - adjusted, 0, billed);
                }
            }

            // What the rules have booked was taken off what was added up: nothing is left but what is open.
            Assert.All(accounts.Where(account => account.Key != Accounts.PayersReceivable), account => Assert.Equal(0L, account.Value));
            Assert.Equal(lines.Values.Sum(line => line.Billed), accounts[Accounts.PayersReceivable]);
        }

        private void Adjust(Func<Remittance, Remittance> change) => state = new RemittanceState(change(state.Remittance), state.Queue);

        private void Book(string account, long cents) => accounts[account] = accounts.GetValueOrDefault(account) + cents;

        private static Money MoneyOf(long cents) => Money.Of(cents / 100m);
    }
}
