// Reckons what a payment and a month cost, and prints the tables of docs/azure.md:
// `dotnet run infra/cost.cs -- infra/prices.json` from the repository's root.
// What is counted and assumed stands in cost.json beside the prices; the settings of the task hub are read from host.json.
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

using System.Globalization;
using System.Text.Json;

var pricesPath = Path.GetFullPath(args.Length == 1 ? args[0] : throw new ArgumentException("Give the file of prices: dotnet run infra/cost.cs -- infra/prices.json"));
var folder = Path.GetDirectoryName(pricesPath)!;
var prices = new Prices(Read(pricesPath));
var figures = Read(Path.Combine(folder, "cost.json"));
var assumed = new Assumed(figures.GetProperty("assumed"));
var hub = Hub.Read(Read(Path.Combine(folder, "..", "host.json")));

var perApi = Bill.Of(figures.GetProperty("counted"), assumed, isByFile: false);
var perFile = Bill.Of(figures.GetProperty("counted"), assumed, isByFile: true);
var perPayment = (perApi * (1 - assumed["shareByFile"])) + (perFile * assumed["shareByFile"]);
var months = figures.GetProperty("sizes").EnumerateArray().Select(size => new Month(new Assumed(size), assumed, new Assumed(figures.GetProperty("deployed")), perPayment, hub, prices)).ToList();

PrintPayment();
PrintIdle();
PrintMonths();

static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;

void PrintPayment()
{
    Print("| transactions of one payment | over the API | by file |", "|---|--:|--:|");
    foreach (var (name, pick) in Bill.Lines)
    {
        Print($"| {name} | {Text.Count(pick(perApi), 2)} | {Text.Count(pick(perFile), 2)} |");
    }

    Print($"| **{prices.Currency} for 1,000,000 payments, transactions alone** | **{Text.Money(perApi.Price(prices) * 1_000_000)}** | **{Text.Money(perFile.Price(prices) * 1_000_000)}** |", "");
}

void PrintIdle()
{
    Print("| the task hub, whatever is paid | an hour | a month |", "|---|--:|--:|");
    foreach (var (name, perHour) in hub.PerHour(1))
    {
        Print($"| {name} | {Text.Count(perHour, 0)} | {Text.Count(perHour * assumed["hoursPerMonth"], 0)} |");
    }

    Print("");
}

void PrintMonths()
{
    Print($"| {prices.Currency} a month | {string.Join(" | ", months.Select(month => $"{Text.Count(month.Payments, 0)} payments"))} |", $"|---|{string.Concat(months.Select(_ => "--:|"))}");
    for (var line = 0; line < months[0].Lines.Count; line++)
    {
        Print($"| {months[0].Lines[line].Name} | {string.Join(" | ", months.Select(month => Text.Money(month.Lines[line].Amount)))} |");
    }

    Print($"| **together** | {string.Join(" | ", months.Select(month => $"**{Text.Money(month.Sum)}**"))} |");
    Print($"| a payment | {string.Join(" | ", months.Select(month => Text.Count(month.Sum / month.Payments, 5)))} |");
}

static void Print(params string[] lines)
{
    foreach (var line in lines)
    {
        Console.Out.Write(line + "\n");
    }
}

internal static class Text
{
    public static string Money(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero).ToString("N2", CultureInfo.InvariantCulture);

    public static string Count(decimal count, int decimals)
        => decimal.Round(count, decimals, MidpointRounding.AwayFromZero).ToString("#,0." + new string('#', decimals), CultureInfo.InvariantCulture);
}

/// <summary>Numbers by their names.</summary>
internal sealed class Assumed(JsonElement json)
{
    public decimal this[string name] => json.GetProperty(name).GetDecimal();
}

internal sealed class Prices(JsonElement json)
{
    public string Currency => json.GetProperty("currency").GetString()!;

    /// <summary>The price of one unit.</summary>
    public decimal this[string name]
    {
        get
        {
            var price = json.GetProperty("prices").GetProperty(name);
            return price.GetProperty("amount").GetDecimal() / price.GetProperty("per").GetDecimal();
        }
    }
}

/// <summary>What one payment costs in billable transactions, and in executions of functions.</summary>
internal sealed record Bill(decimal RecordTables, decimal Looks, decimal Caps, decimal CapsBlobs, decimal BlobReads, decimal BlobWrites, decimal HubQueues, decimal HubTables, decimal Executions)
{
    /// <summary>How many calls a person or a file waits for by looking at the record: for the submission one row, for a decision two.</summary>
    private const decimal RowsPerRoundOfLooks = 1 + 2 + 2 + 2;

    public static IReadOnlyList<(string Name, Func<Bill, decimal> Pick)> Lines { get; } =
    [
        ("tables of the records, counted", bill => bill.RecordTables),
        ("tables of the records, further looks while waiting, assumed", bill => bill.Looks),
        ("tables of the records, exchange with CAPS, assumed", bill => bill.Caps),
        ("blobs, counted", bill => bill.BlobReads + bill.BlobWrites),
        ("blobs, exchange with CAPS, assumed", bill => bill.CapsBlobs),
        ("queues of the task hub, derived", bill => bill.HubQueues),
        ("tables of the task hub, derived", bill => bill.HubTables),
        ("executions of functions", bill => bill.Executions),
    ];

    public static Bill operator *(Bill bill, decimal by) => new(
        bill.RecordTables * by, bill.Looks * by, bill.Caps * by, bill.CapsBlobs * by, bill.BlobReads * by, bill.BlobWrites * by, bill.HubQueues * by, bill.HubTables * by, bill.Executions * by);

    public static Bill operator +(Bill one, Bill other) => new(
        one.RecordTables + other.RecordTables, one.Looks + other.Looks, one.Caps + other.Caps, one.CapsBlobs + other.CapsBlobs, one.BlobReads + other.BlobReads,
        one.BlobWrites + other.BlobWrites, one.HubQueues + other.HubQueues, one.HubTables + other.HubTables, one.Executions + other.Executions);

    public static Bill Of(JsonElement counted, Assumed assumed, bool isByFile)
    {
        // A payment by file shares its file with 99 others, and its submission has no key of its own.
        (string Step, decimal Share)[] steps =
        [
            isByFile ? ("fileOf100", 1m / 100) : ("submission", 1), ("firstApproval", 1), ("secondApproval", 1), ("runOf100", 1m / 100),
            ("expiryOf3Keys", isByFile ? 2m / 3 : 1),
        ];
        decimal Sum(string figure) => steps.Sum(step => counted.GetProperty(step.Step).GetProperty(figure).GetDecimal() * step.Share);
        var (starts, events, turns, activities, timers) = (Sum("starts"), Sum("events"), Sum("turns"), Sum("activities"), Sum("timers"));
        var calls = isByFile ? 2m + (1m / 100) : 3m;

        // Until CAPS answers, the run looks again and again: a timer, and a history begun anew; and in each of four shards a step
        // for each hundred payments begun that are open, which reads them, lists the answer files and asks for each key. Its
        // first look asks our own records too.
        var looks = assumed["capsLooks"];
        var lookSteps = looks * 4 * Math.Ceiling(assumed["paymentsPerRun"] / 400) / assumed["paymentsPerRun"];
        var begunAnew = looks / assumed["paymentsPerRun"];

        // The four shards of what goes to SMART are looked into, too, with one query each where nothing of them is open.
        var otherSteps = looks * 4 / assumed["paymentsPerRun"];
        (turns, activities, timers) = (turns + lookSteps + otherSteps + (2 * begunAnew), activities + lookSteps + otherSteps, timers + begunAnew);
        return new Bill(
            RecordTables: Sum("tableReads") + Sum("tablePages") + Sum("tableWrites"),
            Looks: RowsPerRoundOfLooks * assumed["furtherLooksPerWait"],
            Caps: assumed["capsTableTransactionsPerKey"] + looks + lookSteps + otherSteps + 1,
            CapsBlobs: assumed["capsBlobsPerKey"] + lookSteps,
            BlobReads: Sum("blobReads"),
            BlobWrites: Sum("blobWrites"),
            // A message is put, got and deleted: one to start, anew too, one for each event, timer and activity, and one with each result.
            HubQueues: (starts + events + begunAnew) + (2 * turns) + timers + (4 * activities),
            // A start asks for the instance, writes it, and is compared with it; an event asks for it; a turn reads its history,
            // writes it on, and writes the instance.
            HubTables: (3 * starts) + events + (3 * turns),
            Executions: turns + activities + calls);
    }

    public decimal Price(Prices prices) => ((RecordTables + Looks + Caps + HubTables) * prices["tableTransactions"])
        + (HubQueues * prices["queueTransactions"]) + (BlobReads * prices["blobReads"]) + ((BlobWrites + CapsBlobs) * prices["blobWrites"]);
}

/// <summary>What the task hub asks of storage by itself, by the settings of host.json and the intervals of Durable Task.</summary>
internal sealed record Hub(decimal Partitions, decimal PollSeconds)
{
    /// <summary>How often an instance looks at the table of partitions and renews the leases it holds.</summary>
    private const decimal LeaseSeconds = 10;

    /// <summary>How often an instance renews the lease of the app.</summary>
    private const decimal AppLeaseSeconds = 25;
    private const decimal SecondsPerHour = 3600;

    public static Hub Read(JsonElement host)
    {
        var provider = host.GetProperty("extensions").GetProperty("durableTask").GetProperty("storageProvider");
        var poll = TimeSpan.ParseExact(provider.GetProperty("maxQueuePollingInterval").GetString()!, "c", CultureInfo.InvariantCulture);
        return new Hub(provider.GetProperty("partitionCount").GetDecimal(), (decimal)poll.Ticks / TimeSpan.TicksPerSecond);
    }

    public IReadOnlyList<(string Name, decimal PerHour)> PerHour(decimal instances) =>
    [
        ("queues: looks at the empty control queues and the queue of activities", (Partitions + instances) * SecondsPerHour / PollSeconds),
        ("tables: the partitions read and their leases renewed", (instances + Partitions) * SecondsPerHour / LeaseSeconds),
        ("blobs: the lease of the app renewed", instances * SecondsPerHour / AppLeaseSeconds),
    ];

    public decimal PricePerHour(decimal instances, Prices prices)
    {
        var perHour = PerHour(instances);
        return (perHour[0].PerHour * prices["queueTransactions"]) + (perHour[1].PerHour * prices["tableTransactions"]) + (perHour[2].PerHour * prices["blobWrites"]);
    }
}

/// <summary>A month with so many payments.</summary>
internal sealed record Month(decimal Payments, IReadOnlyList<(string Name, decimal Amount)> Lines)
{
    private const decimal KbPerGb = 1_000_000;
    private const decimal SecondsPerHour = 3600;

    public Month(Assumed size, Assumed assumed, Assumed deployed, Bill perPayment, Hub hub, Prices prices)
        : this(size["payments"], Reckon(size, assumed, deployed, perPayment, hub, prices))
    {
    }

    public decimal Sum => Lines.Sum(line => line.Amount);

    private static List<(string Name, decimal Amount)> Reckon(Assumed size, Assumed assumed, Assumed deployed, Bill perPayment, Hub hub, Prices prices)
    {
        var payments = size["payments"];
        var hours = assumed["hoursPerMonth"];
        return
        [
            ("transactions of the payments", payments * perPayment.Price(prices)),
            ("the task hub by itself", hours * hub.PricePerHour(size["durableInstances"], prices)),
            ("execution", Execution(size, assumed, perPayment, prices)),
            ("instances kept warm", size["warmInstances"] * assumed["instanceGb"] * hours * SecondsPerHour * prices["warmGbSeconds"]),
            ("stored rows, after a year", payments * assumed["storedKbPerPayment"] * assumed["monthsStored"] / KbPerGb * prices["tableGbMonths"]),
            ("private endpoints and zones", (deployed["privateEndpoints"] * hours * prices["endpointHours"]) + (deployed["dnsZones"] * prices["dnsZoneMonths"])
                + (payments * assumed["throughEndpointsKbPerPayment"] / KbPerGb * prices["endpointGb"])),
            ("logs", Beyond(payments * size["logKbPerPayment"] / KbPerGb, prices["freeLogGb"]) * prices["logGb"]),
            ("alerts", (deployed["alertsEvery5Minutes"] * prices["alert5MinuteMonths"]) + (deployed["alertsEvery30Minutes"] * prices["alert30MinuteMonths"])
                + (deployed["metricAlerts"] * prices["metricAlertMonths"])),
        ];
    }

    private static decimal Execution(Assumed size, Assumed assumed, Bill perPayment, Prices prices)
    {
        var hasGrant = size["warmInstances"] == 0;
        var gbSeconds = size["payments"] * size["instanceSecondsPerPayment"] * assumed["instanceGb"];
        var executions = size["payments"] * perPayment.Executions;
        return (Beyond(gbSeconds, hasGrant ? prices["freeGbSeconds"] : 0) * prices["gbSeconds"])
            + (Beyond(executions, hasGrant ? prices["freeExecutions"] : 0) * prices["executions"]);
    }

    private static decimal Beyond(decimal quantity, decimal free) => Math.Max(0, quantity - free);
}
