using System.Text;
using Serverless.Durable;
using Serverless.Payments.Directory;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.MassPayments;
using Serverless.Payments.Notifications;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.InvoiceReviews;

/// <summary>A provider with a Smart Vendor service, the local office, the manager, and what they do with invoices.</summary>
internal sealed class InvoiceDesk(PaymentsWorld world)
{
    public const string AidCode = "ET";
    public const string Service = "P-200-SV";

    public static readonly Caller Vendor = Provider2;
    public static readonly Caller Office = Staff("office", Role.Office);
    public static readonly Caller Office2 = Staff("office2", Role.Office);
    public static readonly Caller Manager = Staff("manager", Role.Manager);

    private int requests;

    private InvoiceReviewDesk Desk => world.Application.InvoiceReviews;

    public static async Task<InvoiceDesk> OpenAsync(PaymentsWorld world, params ProviderService[] services)
    {
        await world.Application.Directory.PutProviderAsync(new Provider("P-200", "Wasatch Works", "2 Main St", Active: true)
        {
            Services = services.Length > 0 ? services : [new("P-200-SLN", "Supported living", "Contract Service"), new(Service, "Work support", MassPaymentRules.SmartVendor)],
        });
        return new InvoiceDesk(world);
    }

    public static string Line(string client = "2000000001", string amount = "125.50", string begin = "10/05/2026", string end = "10/30/2026", string category = "Transportation", string type = "Bus Pass")
        => $"C-1,{client},{category},{type},{amount},{begin},{end}";

    public static string Csv(string number, params string[] lines)
        => "invoice_number,case_number,client_id,need_category,need_type,amount,begin,end\n" + string.Concat(lines.Select(line => $"{number},{line}\n"));

    public static InvoiceReceipt Receipt(string csv, string? provider = null, string? service = null, string? aidCode = null)
        => new(provider, service, aidCode, FileFormat.Csv, Encoding.UTF8.GetBytes(csv));

    public string NextId() => $"request-{Interlocked.Increment(ref requests)}";

    public Task<ReviewResult> TryReceiveAsync(string csv, Caller? by = null, string? provider = null, string? service = null, string? aidCode = null, string? requestId = null)
        => Desk.Receipts.ReceiveAsync(by ?? Vendor, Receipt(csv, provider, service, aidCode), requestId ?? NextId()).WaitAsync(Patience);

    public async Task<ReviewedInvoice> ReceiveAsync(string csv, string? aidCode = AidCode) => Made(await TryReceiveAsync(csv, aidCode: aidCode));

    public Task<ReviewResult> TryVerifyAsync(ReviewedInvoice invoice, Caller? by = null, string? aidCode = null, string? service = null, string? decisionId = null, int? version = null)
        => Desk.Commands.VerifyAsync(by ?? Office, invoice.Id, new ReviewedPage(aidCode, service), new ReviewRequest(decisionId ?? NextId(), version)).WaitAsync(Patience);

    public async Task<ReviewedInvoice> VerifyAsync(ReviewedInvoice invoice) => Made(await TryVerifyAsync(invoice));

    public Task<ReviewResult> TryReturnAsync(ReviewedInvoice invoice, Caller? by = null, string? decisionId = null, params string[] reasons)
        => Desk.Commands.ReturnAsync(by ?? Office, invoice.Id, reasons.Length > 0 ? reasons : ["The amount of line 1 is not what was agreed."], new ReviewRequest(decisionId ?? NextId())).WaitAsync(Patience);

    public async Task<ReviewedInvoice> ReturnAsync(ReviewedInvoice invoice) => Made(await TryReturnAsync(invoice));

    public Task<ReviewResult> TryCorrectAsync(ReviewedInvoice invoice, string csv, Caller? by = null, string? decisionId = null)
        => Desk.Commands.CorrectAsync(by ?? Vendor, invoice.Id, Receipt(csv), new ReviewRequest(decisionId ?? NextId())).WaitAsync(Patience);

    public async Task<ReviewedInvoice> CorrectAsync(ReviewedInvoice invoice, string csv) => Made(await TryCorrectAsync(invoice, csv));

    public async Task<ReviewedInvoice> ReadAsync(string id) => await Desk.Queries.FindAsync(Office, id) ?? throw new InvalidOperationException($"There is no invoice {id}.");

    public async Task<IReadOnlyList<ReviewMove>> HistoryAsync(ReviewedInvoice invoice) => await Desk.Queries.HistoryAsync(Office, invoice.Id) ?? [];

    public async Task<IReadOnlyList<Notice>> NoticesAsync(Caller caller) => (await world.Application.Notices.ReadAsync(caller, top: Notices.TopMax)).Items;

    /// <summary>Waits until the caller has been told so often; more is a failure.</summary>
    public async Task<IReadOnlyList<Notice>> ToldAsync(Caller caller, int times)
    {
        await Until.TrueAsync(async () => (await NoticesAsync(caller)).Count >= times);
        var notices = await NoticesAsync(caller);
        Assert.Equal(times, notices.Count);
        return notices;
    }

    public async Task<IReadOnlyList<MassPayment>> DraftsAsync()
    {
        var drafts = new List<MassPayment>();
        await foreach (var (_, page) in world.Application.MassPayments.ListAsync())
        {
            drafts.Add(page);
        }

        return drafts;
    }

    public async Task LoseAsync(ReviewedInvoice invoice)
    {
        var instance = InvoiceReview.InstanceId(invoice.Id);
        await world.Engine.TerminateInstanceAsync(instance);
        await world.Engine.WaitForInstanceCompletionAsync(instance).WaitAsync(Patience);
        Assert.True(await world.Engine.PurgeInstanceAsync(instance));
    }

    public async Task<bool> IsDoneAsync(ReviewedInvoice invoice)
        => (await world.Engine.WaitForInstanceCompletionAsync(InvoiceReview.InstanceId(invoice.Id)).WaitAsync(Patience)).RuntimeStatus == OrchestrationRuntimeStatus.Completed;

    public static ReviewedInvoice Made(ReviewResult result)
        => result.Invoice ?? throw new InvalidOperationException($"Refused or not settled: {result.Refusal} {string.Join(' ', result.FileFaults)}");
}
