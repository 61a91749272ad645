using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local;
using Serverless.Payments.Amounts;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.ProviderPayments.Periods;

namespace Serverless.Bench;

/// <summary>
/// A service period of as many children: it is generated, every payment is entered from paper, received and authorised by the
/// commands that the HTTP endpoints use, and one export pays them all. What is counted are payments, from generation to Paid.
/// </summary>
internal static class Care
{
    private const string Name = "care";
    private const string Period = "2025-06";
    private const string ProviderId = "P-100";
    private const int WarmUpCount = 200;
    private const int LoadedAtOnce = 64;
    private const int CallersAtOnce = 256;

    private static readonly Caller Operations = new("operations", new HashSet<Role> { Role.Operations });

    public static Task<BenchResult> RunAsync(BenchOptions options) => Measurement.RunAsync(Name, WarmUpCount, options, MeasureAsync);

    private static async Task<(TimeSpan Elapsed, double[] LatenciesMs)> MeasureAsync(string path, int count)
    {
        await using var stack = await LocalStack.OpenAsync(DataFolder.Open(path), TimeProvider.System, NullLoggerFactory.Instance);
        var desk = stack.Payments.ProviderPayments;
        await LoadAsync(stack, count);

        var start = Stopwatch.GetTimestamp();
        await desk.Periods.GenerateAsync(Operations, Period, "bench");
        await Measurement.UntilAsync(async () => await desk.Periods.FindAsync(Period) is { Status: GenerationStatus.Completed });
        var generated = Stopwatch.GetElapsedTime(start);

        var latenciesMs = new double[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = CallersAtOnce }, async (index, stop) => latenciesMs[index] = await AuthorizeAsync(desk, index, stop));
        var authorized = Stopwatch.GetElapsedTime(start);

        var export = (await desk.Exports.Commands.StartAsync(Operations, Period, "bench")).Export!;
        await Measurement.UntilAsync(async () => await desk.Exports.Commands.FindAsync(export.Id) is { Status: PaymentExportStatus.Completed });
        var elapsed = Stopwatch.GetElapsedTime(start);
        Console.WriteLine($"{count} payments: generated in {generated.TotalSeconds:0.00} s, authorised in {(authorized - generated).TotalSeconds:0.00} s, exported in {(elapsed - authorized).TotalSeconds:0.00} s.");
        await CheckAsync(stack, export.Id, count);
        return (elapsed, latenciesMs);
    }

    /// <returns>Milliseconds of the three acts together.</returns>
    private static async Task<double> AuthorizeAsync(ProviderPaymentDesk desk, int index, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var id = desk.Records.Ids.OfPayment(Period, ProviderId, ClientId(index));
        AttendanceDayText[] days = [.. Enumerable.Range(2, 20).Select(day => new AttendanceDayText($"{Period}-{day:D2}", "08:00", "16:00", null))];
        await DoneAsync(desk, await desk.Commands.EnterAsync(Operations, id, days, new("enter"), stop));
        await DoneAsync(desk, await desk.Commands.ReceiveAsync(Operations, id, null, new("receive"), stop));
        await DoneAsync(desk, await desk.Commands.AuthorizeAsync(Operations, id, null, new("authorize"), stop));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>An act that takes longer than its caller waits is read until it is settled.</summary>
    private static async Task DoneAsync(ProviderPaymentDesk desk, ProviderPaymentResult result)
    {
        if (result.Pending is { } pending)
        {
            await Measurement.UntilAsync(async () => await desk.Commands.ReadActAsync(Operations, pending.PaymentId, pending.Id) is { Result.Payment: not null });
        }
        else if (result.Payment is null)
        {
            throw new InvalidOperationException($"An act was refused: {result.Refusal?.Message}");
        }
    }

    /// <summary>Everything is paid, in one file, and the books say the same.</summary>
    private static async Task CheckAsync(LocalStack stack, string exportId, int count)
    {
        var export = await stack.Payments.ProviderPayments.Exports.Commands.FindAsync(exportId);
        var trial = await TrialBalance.ReadAsync(stack.Payments.Ports.Tables, stack.Payments.JournalPlacesAsync());
        var spent = trial.Accounts.SingleOrDefault(account => account.Account == Accounts.Expenditures)?.Balance;
        if (export?.Count != count || trial.Sum != Money.Zero || spent != export.Total)
        {
            throw new InvalidOperationException($"{export?.Count} of {count} are exported, {export?.Total} in all, and {spent} is spent.");
        }
    }

    private static async Task LoadAsync(LocalStack stack, int count)
    {
        var (from, to) = (new DateOnly(2025, 1, 1), new DateOnly(2035, 12, 31));
        var at = TimeProvider.System.GetUtcNow();
        await stack.Payments.Directory.PutProviderAsync(new Provider(ProviderId, "Bench", "1 Main St", Active: true));
        await stack.Payments.Directory.PutContractAsync(new Contract(ProviderId, "SLN", Money.Of(25), from, to, Active: true), "bench", at);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = LoadedAtOnce }, async (index, stop) =>
        {
            await stack.Payments.Directory.PutClientAsync(new Client(ClientId(index), "Ada", $"Lopez {index}", Active: true, "coordinator"), stop);
            await stack.Payments.Enrollments.PutAsync(new Enrollment(ProviderId, ClientId(index), "SLN", from, to, 480), "bench", at, cancellation: stop);
        });
    }

    private static string ClientId(int index) => (3_000_000_000L + index).ToString(CultureInfo.InvariantCulture);
}
