using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;
using Serverless.Storage;
using Serverless.Testing;
using static Serverless.Payments.Tests.Billing.BillingBooks;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Billing;

[Trait("Req", "SAN-3")]
public sealed class BillingQueriesTests : IAsyncLifetime
{
    private static readonly BillingFilter Medicaid = new("Medicaid");
    private PaymentsWorld world = null!;

    public async Task InitializeAsync()
    {
        world = await CreateAsync();
        await world.BillAsync(Header
            + Line("M-3", 200, client: OtherClientId, location: "Day Center", date: "2026-10-05") + Line("M-3", 200, client: OtherClientId, date: "2026-10-06")
            + Line("M-2", 50) + Line("M-10", 70, date: "2026-11-09") + Line("M-1", 60, client: OtherClientId) + Line("S-1", 80, payer: "Summit Mutual") + Line("A-1", 90, payer: "Aspen & Co."));
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Open_invoices_of_a_payer_come_by_client_and_number()
        => Assert.Equal(["M-10", "M-2", "M-1", "M-3"], await FindAsync(Medicaid));

    [Fact]
    public async Task Each_filter_narrows()
    {
        Assert.Equal(["M-1", "M-3"], await FindAsync(Medicaid with { ClientId = OtherClientId }));
        Assert.Equal(["M-3"], await FindAsync(Medicaid with { Location = "day center" }));
        Assert.Equal(["M-2"], await FindAsync(Medicaid with { Invoice = "M-2" }));
        Assert.Empty(await FindAsync(Medicaid with { Invoice = "S-1" }));
        Assert.Empty(await FindAsync(Medicaid with { Invoice = "M-2", ClientId = OtherClientId }));
        Assert.Equal(["M-3"], await FindAsync(Medicaid with { ServiceFrom = new(2026, 10, 6), ServiceTo = new(2026, 10, 31) }));
        Assert.Equal(["M-10"], await FindAsync(Medicaid with { ServiceFrom = new(2026, 11, 9) }));
        Assert.Empty(await FindAsync(Medicaid with { InvoiceTo = new(2026, 11, 21) }));
        Assert.Equal(4, (await FindAsync(Medicaid with { InvoiceFrom = new(2026, 11, 22), InvoiceTo = new(2026, 11, 22) })).Count);
        Assert.Empty(await FindAsync(new BillingFilter("Nobody")));
    }

    [Fact]
    public async Task What_has_no_balance_is_there_only_where_it_is_asked_for()
    {
        await world.PostByHandAsync("M-2", Posting(1, 50));
        await world.PostByHandAsync("M-3", Posting(1, 200));

        Assert.Equal(["M-10", "M-1", "M-3"], await FindAsync(Medicaid));
        Assert.Equal(["M-10", "M-2", "M-1", "M-3"], await FindAsync(Medicaid with { IncludePaid = true }));
        Assert.Equal(["M-2"], await FindAsync(Medicaid with { Status = InvoiceStatus.BillPaid }));
        Assert.Equal(["M-3"], await FindAsync(Medicaid with { Status = InvoiceStatus.PartPaid }));
        Assert.Equal(["M-2", "M-3"], await FindAsync(Medicaid with { OnlyPaid = true }));
        Assert.Equal(["M-2"], await FindAsync(Medicaid with { Invoice = "M-2", IncludePaid = true }));
        Assert.Empty(await FindAsync(Medicaid with { Invoice = "M-2" }));
    }

    [Fact]
    [Trait("Req", "SAN-9")]
    public async Task An_invoice_whose_rest_is_written_off_is_bill_paid_and_no_longer_open()
    {
        await world.PostByHandAsync("M-10", Posting(1, 40) with { Adjustments = [new PostedAdjustment("WO", AdjustmentKind.WriteOff, Money.Of(30))] });
        Assert.Equal(["M-2", "M-1", "M-3"], await FindAsync(Medicaid));
        Assert.Equal(["M-10"], await FindAsync(Medicaid with { Status = InvoiceStatus.BillPaid }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task Pages_of_any_size_show_each_invoice_once_of_one_payer_and_of_all(int top)
    {
        Assert.Equal(["M-10", "M-2", "M-1", "M-3"], await FindAsync(Medicaid, top));
        Assert.Equal(["M-10", "M-2", "M-1", "M-3"], await FindAsync(Medicaid with { IncludePaid = true }, top));
        var all = new List<string>();
        string? after = null;
        do
        {
            var page = await world.Application.Billing.Lists.ListAsync(new BillingFilter(string.Empty), after, top);
            Assert.True(page.Items.Count <= top && (page.Next is null || BillingLists.IsNext(page.Next)));
            all.AddRange(page.Items.Select(invoice => invoice.Number));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(["A-1", "M-10", "M-2", "M-1", "M-3", "S-1"], all);
    }

    [Fact]
    public async Task An_invoice_among_those_of_all_payers_is_found_by_its_number_in_one_look()
    {
        var reads = new CountedReads(world.Tables);
        var records = new BillingRecords(reads, (_, _) => Task.FromResult(false));
        var lists = new BillingLists(new BillingPayers(reads), new BillingQueries(reads, records), records);
        var any = new BillingFilter(string.Empty) { Invoice = "S-1" };

        var page = await lists.ListAsync(any, null, 10);
        Assert.Equal(["S-1"], page.Items.Select(invoice => invoice.Number));
        Assert.Null(page.Next);
        Assert.Equal(2, reads.Count);

        Assert.Empty((await lists.ListAsync(any with { ClientId = OtherClientId }, null, 10)).Items);
        Assert.Empty((await lists.ListAsync(any with { Invoice = "NONE" }, null, 10)).Items);
        Assert.Empty((await lists.ListAsync(any, BillingKeys.PayerPartition("Aspen & Co."), 10)).Items);
        await world.PostByHandAsync("S-1", Posting(1, 80));
        Assert.Empty((await lists.ListAsync(any, null, 10)).Items);
        Assert.Single((await lists.ListAsync(any with { IncludePaid = true }, null, 10)).Items);
    }

    [Theory]
    [InlineData("medicaid")]
    [InlineData(" MEDICAID ")]
    public async Task A_payer_is_found_whatever_the_case_and_spaces(string payer)
    {
        Assert.Equal(["M-10", "M-2", "M-1", "M-3"], await FindAsync(new BillingFilter(payer)));
        Assert.Equal(["M-2"], await FindAsync(new BillingFilter(payer) { Invoice = "M-2" }));
        Assert.Equal(["S-1"], await FindAsync(new BillingFilter("summit   mutual")));
        Assert.Empty(await FindAsync(new BillingFilter("summitmutual")));
    }

    [Fact]
    public async Task A_page_looks_at_a_bounded_number_of_invoices_and_says_where_to_go_on()
    {
        var many = BillingQueries.LookedAtMax + 5;
        await world.BillAsync(Header + Lines(many, index => $"Z-{index:D5}") + Line("ZZ", location: "Far"), "many");
        var filter = Medicaid with { Location = "Far" };
        var first = await world.Application.Billing.Queries.ListAsync(filter, null, 10);
        Assert.Empty(first.Items);
        Assert.True(BillingQueries.IsNext(first.Next!));
        Assert.Equal(["ZZ"], (await world.Application.Billing.Queries.ListAsync(filter, first.Next, 10)).Items.Select(invoice => invoice.Number));
    }

    [Fact]
    public async Task What_a_batch_has_claimed_counts_from_its_commit_on()
    {
        var place = (await world.Application.Billing.Records.PlaceAsync("M-2"))!;
        var stored = (await world.Application.Billing.Records.FindStoredAsync(place))!;
        var claimed = stored.Stored with { Pending = new PendingPosting("rm-1", 1, [Posting(1, 50)]) };
        await world.Tables.SubmitAsync(Tables.Billing, place.Partition, [TableOperation.Update(place.Row, Rows.Write(claimed), stored.ETag)]);

        var isCommitted = false;
        var queries = new BillingQueries(world.Tables, new BillingRecords(world.Tables, (_, _) => Task.FromResult(isCommitted)));
        Assert.Contains("M-2", (await queries.ListAsync(Medicaid, null, 10)).Items.Select(invoice => invoice.Number));
        isCommitted = true;
        Assert.DoesNotContain("M-2", (await queries.ListAsync(Medicaid, null, 10)).Items.Select(invoice => invoice.Number));
    }

    private static InvoicePosting Posting(int line, decimal post)
        => new("rm-1", 1, 1, "100", new DateOnly(2026, 11, 23), line, Money.Of(post), [], false, "biller", new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

    private async Task<IReadOnlyList<string>> FindAsync(BillingFilter filter, int top = 100)
    {
        var found = new List<string>();
        string? after = null;
        do
        {
            var page = await world.Application.Billing.Queries.ListAsync(filter, after, top);
            Assert.True(page.Items.Count <= top && (page.Next is null || BillingQueries.IsNext(page.Next)));
            found.AddRange(page.Items.Select(invoice => invoice.Number));
            after = page.Next;
        }
        while (after is not null);
        return found;
    }

    private sealed class CountedReads(ITableStore inner) : ITableStore
    {
        public int Count { get; private set; }

        public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default)
        {
            Count++;
            return inner.GetAsync(table, partitionKey, rowKey, cancellation);
        }

        public Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        {
            Count++;
            return inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);
        }

        public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
            => inner.QueryTableAsync(table, top, continuation, cancellation);

        public Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
            => inner.SubmitAsync(table, partitionKey, operations, cancellation);
    }
}
