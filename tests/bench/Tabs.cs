using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;

namespace Serverless.Bench;

/// <summary>
/// The tabs of one service period. Its payments are shown, a process that knows none of them loads them, and then lists are asked for
/// of every tab, sort and search, each after a change. What is counted are payments shown; the times are those of the lists.
/// </summary>
internal static class Tabs
{
    private const string Name = "tabs";
    private const string Period = "2026-11";
    private const int WarmUpCount = 2_000;
    private const int Lists = 200;

    /// <summary>Payments shown in one call, as an activity does that generates a period.</summary>
    private const int ShownAtOnce = 1_000;

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
    private static readonly Caller Operations = new("operations", new HashSet<Role> { Role.Operations });
    private static readonly Caller Coordinator = new("coordinator-7", new HashSet<Role> { Role.Coordinator });
    private static readonly string?[] Searches = [null, "lopez", "provider 7 ada", "3000000077", "nobody at all", "slh 99"];

    public static Task<BenchResult> RunAsync(BenchOptions options) => Measurement.RunAsync(Name, WarmUpCount, options, MeasureAsync);

    /// <returns>The time until all are shown, and that of each list.</returns>
    private static async Task<(TimeSpan Elapsed, double[] LatenciesMs)> MeasureAsync(string path, int count)
    {
        await using var stack = await LocalStack.OpenAsync(DataFolder.Open(path), TimeProvider.System, NullLoggerFactory.Instance);
        using var lists = new ProviderPaymentLists(stack.Payments.Ports.Tables);
        var items = Items(count);
        var start = Stopwatch.GetTimestamp();
        foreach (var some in items.Chunk(ShownAtOnce))
        {
            await lists.ShowAsync(some, CancellationToken.None);
        }

        var shown = Stopwatch.GetElapsedTime(start);
        var pages = new ProviderPaymentPages(lists, stack.Payments.Directory, TimeProvider.System);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        start = Stopwatch.GetTimestamp();
        var page = await pages.ListAsync(Operations, new(Period));
        var loaded = Stopwatch.GetElapsedTime(start);
        Check(page.Counts, items);
        var heldMb = (GC.GetTotalMemory(forceFullCollection: true) - before) >> 20;
        Console.WriteLine($"{count} payments: shown in {shown.TotalSeconds:0.00} s, loaded in {loaded.TotalSeconds:0.00} s, {heldMb} MB in memory.");
        var latencies = await ListAsync(lists, pages, items);
        Check((await pages.ListAsync(Operations, new(Period))).Counts, items);
        await CoordinateAsync(stack.Payments.Directory, pages, items);
        return (shown, latencies);
    }

    /// <summary>Lists of all kinds, one after the other, each after a change that it must read first.</summary>
    private static async Task<double[]> ListAsync(ProviderPaymentLists lists, ProviderPaymentPages pages, ListedPayment[] items)
    {
        var latencies = new double[Lists];
        var processor = Environment.CpuUsage.TotalTime;
        string? next = null;
        for (var list = 0; list < Lists; list++)
        {
            var changed = list * 7_919 % items.Length;
            items[changed] = items[changed] with { Version = items[changed].Version + 1, Status = ProviderPaymentStatus.Hold, StatusSince = Now.AddSeconds(list) };
            await lists.ShowAsync([items[changed]], CancellationToken.None);

            // Every second one goes on where the one before ended.
            var kind = list / 2;
            var query = new PeriodQuery(Period, (PaymentTab)(kind % 5), (PaymentSort)(kind / 5 % 6), kind / 3 % 2 == 0, Searches[kind / 7 % Searches.Length], kind % 11 == 0, kind % 13 == 0);
            var start = Stopwatch.GetTimestamp();
            var page = await pages.ListAsync(Operations, query, list % 2 == 0 ? null : next);
            latencies[list] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            next = page.Next;
        }

        processor = Environment.CpuUsage.TotalTime - processor;
        var sorted = latencies.Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Lists} lists: {sorted[Lists / 2]:0.0} ms the median, {sorted[^1]:0.0} ms the worst, {processor.TotalMilliseconds / Lists:0.0} ms of processor time for each and its change."));
        return latencies;
    }

    /// <summary>What it takes to find out whose coordinator somebody is, the first time and after that.</summary>
    private static async Task CoordinateAsync(AgencyDirectory directory, ProviderPaymentPages pages, ListedPayment[] items)
    {
        await Parallel.ForAsync(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (index, stop) =>
            await directory.PutClientAsync(new Client(items[index].ClientId, "Ada", "Lopez", Active: true, $"coordinator-{index / 100}"), stop));
        foreach (var which in new[] { "first", "second", "third" })
        {
            var start = Stopwatch.GetTimestamp();
            var page = await pages.ListAsync(Coordinator, new(Period));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A coordinator's {which} list, of {page.Counts.All}: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms."));
        }
    }

    private static void Check(TabCounts counts, ListedPayment[] items)
    {
        var authorized = items.Count(item => item.Status == ProviderPaymentStatus.Authorized);
        var paid = items.Count(item => item.Status == ProviderPaymentStatus.Paid);
        if (counts.All != items.Length || counts.Authorized != authorized || counts.Paid != paid)
        {
            throw new InvalidOperationException($"{counts} of {items.Length}, {authorized} authorized and {paid} paid.");
        }
    }

    /// <summary>A payment a child, of providers with a hundred children each, in all statuses.</summary>
    private static ListedPayment[] Items(int count)
    {
        string[] firstNames = ["Ada", "Ben", "Carla", "Dmitri", "Esperanza", "Farid", "Grace"];
        string[] lastNames = ["Lopez", "Smith", "Nguyen", "Okafor", "Müller", "Johansson", "Begay", "Tsosie", "Garcia", "Lee", "Patel"];
        using var blocks = new PaymentIds(new byte[32]);
        var ids = new ProviderPaymentIds(blocks);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            var (provider, child) = ($"P-{index / 100}", $"{3_000_000_000L + index}");
            return new ListedPayment(
                ids.OfPayment(Period, provider, child), ListedKind.Payment, Period, provider, $"Provider {index / 100} Inc.", child,
                $"{lastNames[index % lastNames.Length]}, {firstNames[index % firstNames.Length]} {index % 977}", index % 3 == 0 ? "SLH" : "SLN",
                (SubmissionStatus)(index % 3), (ProviderPaymentStatus)(index / 3 % 5), 1, Now.AddMinutes(-index % 40_000), index % 2 == 0 ? null : Money.Of(index % 90_000 / 100m));
        })];
    }
}
