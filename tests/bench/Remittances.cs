using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Codes;
using Serverless.Payments.Directory;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.Remittances;

namespace Serverless.Bench;

/// <summary>
/// One manual remittance: so many invoices are billed to a payer, an electronic remittance with a claim for each is read into a
/// session, and Post Now posts it. What is counted are invoices, from the billing file to the last one posted.
/// </summary>
internal static class Remittances
{
    private const string Name = "remittance";
    private const string Payer = "Medicaid";
    private const int WarmUpCount = 200;
    private const int LoadedAtOnce = 64;

    /// <summary>Each invoice is for one of so many clients.</summary>
    private const int Clients = 500;
    private const decimal Paid = 90.25m;
    private const decimal Contracted = 5.25m;

    private static readonly Caller Biller = new("biller", new HashSet<Role> { Role.Biller });
    private static readonly Caller Admin = new("admin", new HashSet<Role> { Role.Admin });
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(10);

    public static Task<BenchResult> RunAsync(BenchOptions options) => Measurement.RunAsync(Name, WarmUpCount, options, MeasureAsync);

    /// <returns>The whole time; and, because the invoices are posted together, the same time for each.</returns>
    private static async Task<(TimeSpan Elapsed, double[] LatenciesMs)> MeasureAsync(string path, int count)
    {
        await using var stack = await LocalStack.OpenAsync(DataFolder.Open(path), TimeProvider.System, NullLoggerFactory.Instance);
        await LoadAsync(stack);
        var (bill, answer) = (BillOf(count), AnswerOf(count));

        var start = Stopwatch.GetTimestamp();
        var report = await stack.Payments.Billing.Intake.TakeInAsync(new BillingDelivery("bench", "bench.csv", FileFormat.Csv, bill, Biller.User, Role.Biller), WaitMax);
        var billed = Stopwatch.GetElapsedTime(start);
        if (report?.Numbers.Count != count)
        {
            throw new InvalidOperationException($"{report?.Numbers.Count} of {count} invoices were billed.");
        }

        var desk = stack.Payments.Remittances;
        var taken = await desk.Files.TakeInAsync(Biller, new RemittanceDelivery("bench", "bench.835", answer, BankId: null));
        var session = taken.State?.Remittance ?? throw new InvalidOperationException($"The remittance was refused: {taken.Refusal?.Message} {string.Join(' ', taken.Faults.Take(3).Select(fault => fault.Message))}");
        var queued = Stopwatch.GetElapsedTime(start);

        await desk.Commands.PostAsync(Biller, session.Id, new RemittanceRequest("bench"));
        await Measurement.UntilAsync(async () => await desk.Records.FindAsync(session.Id) is { Status: RemittanceStatus.Posted } && !await IsAtWorkAsync(stack, session.Id));
        var elapsed = Stopwatch.GetElapsedTime(start);
        Console.WriteLine($"{count} invoices: billed in {billed.TotalSeconds:0.00} s, queued in {(queued - billed).TotalSeconds:0.00} s, posted in {(elapsed - queued).TotalSeconds:0.00} s.");
        await CheckAsync(stack, count);
        return (elapsed, [.. Enumerable.Repeat(elapsed.TotalMilliseconds, count)]);
    }

    /// <summary>Whether the posting still writes invoices.</summary>
    private static async Task<bool> IsAtWorkAsync(LocalStack stack, string session)
        => await stack.Payments.Ports.Tables.GetAsync(Tables.Remittances, RemittanceKeys.PostingPartition, RemittanceKeys.Posting(session, 1)) is not null;

    /// <summary>Every invoice is paid, once, and the books say the same.</summary>
    private static async Task CheckAsync(LocalStack stack, int count)
    {
        var paid = 0;
        for (string? after = null; ;)
        {
            var page = await stack.Payments.Billing.Queries.ListAsync(new BillingFilter(Payer) { IncludePaid = true }, after, BillingQueries.TopMax);
            paid += page.Items.Count(invoice => invoice is { Postings.Count: 1, Version: 2 } && InvoiceFigures.Of(invoice).Balance == Money.Zero);
            if ((after = page.Next) is null)
            {
                break;
            }
        }

        var trial = await TrialBalance.ReadAsync(stack.Payments.Ports.Tables, stack.Payments.JournalPlacesAsync());
        var received = trial.Accounts.SingleOrDefault(account => account.Account == Accounts.CashReceipts)?.Balance;
        if (paid != count || trial.Sum != Money.Zero || received?.Amount != count * Paid)
        {
            throw new InvalidOperationException($"{paid} of {count} invoices are paid, {received} was received, and the ledger's sum is {trial.Sum}.");
        }
    }

    private static async Task LoadAsync(LocalStack stack)
    {
        await stack.Payments.Values.PutAsync(Admin, new ValueEdit(ValueTables.Banks, "BANK-1", "Bench"), "bench");
        await Parallel.ForAsync(0, Clients, new ParallelOptions { MaxDegreeOfParallelism = LoadedAtOnce }, async (index, stop) =>
            await stack.Payments.Directory.PutClientAsync(new Client(ClientId(index), "Ada", $"Lopez {index}", Active: true, "coordinator"), stop));
    }

    private static byte[] BillOf(int count)
    {
        var text = new StringBuilder("invoice_number,payer,client_id,location,service_date,description,billed\n");
        for (var index = 0; index < count; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"B-{index},{Payer},{ClientId(index % Clients)},Home,2026-11-02,Visit,{Paid + Contracted}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] AnswerOf(int count)
    {
        const int SegmentsBesideClaims = 6;
        const int SegmentsOfClaim = 2;
        var text = new StringBuilder("ISA*00*          *00*          *ZZ*MEDICAID       *ZZ*SERVERLESS     *261125*0900*^*00501*000001125*0*P*:~\nGS*HP*MEDICAID*SERVERLESS*20261125*0900*1125*X*005010X221A1~\n");
        text.Append(CultureInfo.InvariantCulture, $"ST*835*0001~\nBPR*I*{count * Paid}*C*CHK************20261125~\nTRN*1*4711*1876000545~\nN1*PR*{Payer}~\nLX*1~\n");
        for (var index = 0; index < count; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"CLP*B-{index}*1*{Paid + Contracted}*{Paid}*0*MC*B-{index}*12*1~\nCAS*CO*45*{Contracted}~\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"SE*{SegmentsBesideClaims + (SegmentsOfClaim * count)}*0001~\nGE*1*1125~\nIEA*1*000001125~\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string ClientId(int index) => (3_000_000_000L + index).ToString(CultureInfo.InvariantCulture);
}
