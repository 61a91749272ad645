using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local;
using Serverless.Payments.Amounts;
using Serverless.Payments.Directory;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Upload;
using Serverless.Payments.People;

namespace Serverless.Bench;

/// <summary>
/// One mass payment: a file with as many entries is read and stored as a draft, the draft is approved, and every need, service
/// arrangement and payment request exists. What is counted are entries.
/// </summary>
internal static class Mass
{
    private const string Name = "mass";
    private const string ProviderId = "P-200";
    private const string ServiceId = "P-200-SV";
    private const int WarmUpCount = 500;

    /// <summary>People loaded at one time, before anything is measured.</summary>
    private const int PeopleAtOnce = 64;

    private static readonly Caller Operations = new("operations", new HashSet<Role> { Role.Operations });

    public static Task<BenchResult> RunAsync(BenchOptions options) => Measurement.RunAsync(Name, WarmUpCount, options, MeasureAsync);

    /// <returns>The time from the file to the last request; and, because the entries come into being together, the same time for each.</returns>
    private static async Task<(TimeSpan Elapsed, double[] LatenciesMs)> MeasureAsync(string path, int count)
    {
        await using var stack = await LocalStack.OpenAsync(DataFolder.Open(path), TimeProvider.System, NullLoggerFactory.Instance);
        await LoadAsync(stack, count);
        var file = FileOf(count);
        var start = Stopwatch.GetTimestamp();
        var entries = Read(file);
        var draft = (await stack.Payments.MassPaymentDrafts.CreateAsync(new MassPaymentDraft(ProviderId, ServiceId, "ET"), entries, Operations.User, "bench")).Page
            ?? throw new InvalidOperationException("The draft was refused.");
        var uploaded = Stopwatch.GetElapsedTime(start);
        var result = await stack.Payments.MassPaymentCommands.ApproveAsync(Operations, draft.Id);
        var page = result.Page;
        for (var look = 0; page is { Status: MassPaymentStatus.Approving } && look < 600; look++)
        {
            await Task.Delay(100);
            page = await stack.Payments.MassPayments.FindAsync(draft.Id);
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        Console.WriteLine($"{count} entries: uploaded in {uploaded.TotalSeconds:0.00} s, approved in {(elapsed - uploaded).TotalSeconds:0.00} s.");
        await CheckAsync(stack, page, count);
        return (elapsed, [.. Enumerable.Repeat(elapsed.TotalMilliseconds, count)]);
    }

    private static IReadOnlyList<MassEntryTexts> Read(byte[] file)
    {
        var content = MassEntryFile.ReadUpload(file, FileFormat.Csv);
        return content.Faults.Count == 0 ? [.. content.Lines.Select(line => line.Texts)] : throw new InvalidOperationException(content.Faults[0].Message);
    }

    /// <summary>Every entry has its request, and all the money is set aside.</summary>
    private static async Task CheckAsync(LocalStack stack, MassPayment? page, int count)
    {
        var requests = page is null ? 0 : await stack.Payments.PaymentRequests.OfAsync(page).CountAsync();
        var trial = await TrialBalance.ReadAsync(stack.Payments.Ports.Tables, stack.Payments.JournalPlacesAsync());
        var encumbered = trial.Accounts.SingleOrDefault(account => account.Account == Accounts.Encumbrances)?.Balance;
        if (page is not { Status: MassPaymentStatus.Approved } || requests != count || trial.Sum != Money.Zero || encumbered != page.Total)
        {
            throw new InvalidOperationException($"{page?.Status} with {requests} of {count} requests, {encumbered} set aside of {page?.Total}.");
        }
    }

    private static async Task LoadAsync(LocalStack stack, int count)
    {
        await stack.Payments.Directory.PutProviderAsync(new Provider(ProviderId, "Bench", "1 Main St", Active: true) { Services = [new(ServiceId, "Work support", MassPaymentRules.SmartVendor)] });
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = PeopleAtOnce }, async (index, stop) =>
            await stack.Payments.People.PutAsync(new Person(ClientId(index), "Ada", $"Lopez {index}", new DateOnly(1990, 1, 1), null, [new($"C-{index}", "Work Programs", Open: true)]), null, stop));
    }

    private static byte[] FileOf(int count)
    {
        var text = new StringBuilder("case_number,client_id,need_category,need_type,amount,begin,end\n");
        for (var index = 0; index < count; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"C-{index},{ClientId(index)},Transportation,Bus Pass,{25 + (index % 100)}.{index % 100:D2},11/02/2026,2026-11-08\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string ClientId(int index) => $"{3_000_000_000L + index}";
}
