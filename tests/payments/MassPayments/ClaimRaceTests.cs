using Serverless.Payments.Amounts;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Needs;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Storage;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.MassPayments;

/// <summary>What late and stalled activities must not do to the needs of others, and of their own approval's successors.</summary>
[Trait("Req", "KEES-7")]
[Trait("Req", "ALL-3")]
public sealed class ClaimRaceTests
{
    private const string Client = "2000000001";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
    private readonly HeldUpTables tables = new(new MemoryTableStore(), Tables.Needs);
    private readonly MassPaymentRecords pages;
    private readonly RequestRecords requests;
    private readonly NeedRecords needs;

    public ClaimRaceTests()
    {
        pages = new(tables);
        requests = new(tables, pages);
        needs = new(tables, pages, requests);
    }

    [Fact]
    public async Task A_claim_stalled_while_its_approval_began_anew_is_past()
    {
        var page = await AtWorkAsync("page", 1);
        tables.Others = async () =>
        {
            await PutAsync(page with { Attempt = 2 });
            Assert.True((await needs.TakeAsync(page with { Attempt = 2 }, [Entry(1, 1)], CancellationToken.None)).IsTaken);
        };

        Assert.True((await needs.TakeAsync(page, [Entry(1, 1)], CancellationToken.None)).IsPast);

        await ApproveAsync(page with { Attempt = 2 }, Entry(1, 1));
        Assert.Equal(2, Assert.Single(await needs.OfClientAsync(Client)).Approval);
    }

    [Fact]
    public async Task Requests_written_late_change_none_that_was_paid()
    {
        var page = await AtWorkAsync("page", 1);
        await ApproveAsync(page, Entry(1, 1));
        var request = (await requests.FindWithETagAsync(MassPaymentKeys.RequestId(page.Id, 1)))!.Value;
        var paid = request.Request with { Status = RequestStatus.PaidBySmart, Version = 2 };
        await tables.SubmitAsync(Tables.MassPayments, page.Id, [TableOperation.Update(MassPaymentKeys.Request(1), Rows.Write(paid), request.ETag)]);

        await requests.WriteAsync(page, [PaymentRequest.Of(page, Entry(1, 1))], CancellationToken.None);

        Assert.Equal(RequestStatus.PaidBySmart, (await requests.FindAsync(paid.Id))!.Status);
    }

    private static MassEntryFacts Entry(int n, int day)
        => new(n, "C-1", Client, "Transportation", "Bus Pass", Money.Of(25), new DateOnly(2026, 11, day), new DateOnly(2026, 11, day));

    private async Task<MassPayment> AtWorkAsync(string name, int attempt)
    {
        var page = new MassPayment
        {
            Id = MassPaymentKeys.IdOf(name), ProviderId = "P-200", ServiceId = "P-200-SV", AidCode = "ET", CreatedBy = "operations", CreatedAt = Now,
            Status = MassPaymentStatus.Approving, Asked = 1, Attempt = attempt, AskedAt = Now, ApprovedBy = "operations", NextN = 2, Entries = 1,
        };
        await PutAsync(page);
        return page;
    }

    private async Task ApproveAsync(MassPayment page, MassEntryFacts entry)
    {
        await requests.WriteAsync(page, [PaymentRequest.Of(page, entry)], CancellationToken.None);
        await PutAsync(page with { Status = MassPaymentStatus.Approved, ApprovedAt = Now });
    }

    private async Task PutAsync(MassPayment page) => await tables.SubmitAsync(Tables.MassPayments, page.Id, [TableOperation.Upsert(MassPaymentKeys.Page, Rows.Write(page))]);
}
