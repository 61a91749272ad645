using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Caps;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.Mails;
using Serverless.Payments.Users;
using Serverless.Payments.WeeklyRun;

namespace Serverless.Bench;

/// <summary>
/// Payments from their submission over both approvals to Paid by CAPS. Each submission and each decision is one call of
/// the command path that the HTTP endpoints use, and waits for its outcome; then one run of CAPS takes them all. With mails, who is
/// to decide is asked by one each time, and it lasts until none waits any more: what was decided before its mail went out needs none.
/// </summary>
internal static class Chain
{
    private const string Name = "chain";
    private const int WarmUpCount = 300;

    /// <summary>Callers at one time, each with one call under way.</summary>
    private const int CallersAtOnce = 256;

    private static readonly Caller Provider = new("provider", new HashSet<Role> { Role.Provider }, "P-100");
    private static readonly Caller Coordinator = new("coordinator", new HashSet<Role> { Role.Coordinator });
    private static readonly Caller Technician = new("technician", new HashSet<Role> { Role.Technician });
    private static readonly Caller Operations = new("operations", new HashSet<Role> { Role.Operations });

    public static Task<BenchResult> RunAsync(BenchOptions options) => Measurement.RunAsync(Name, WarmUpCount, options, (path, count) => MeasureAsync(path, count, hasMails: false));

    public static Task<BenchResult> RunWithMailsAsync(BenchOptions options)
    {
        using (var folder = new BenchFolder(options.DataRoot))
        {
            Console.WriteLine($"Plain files of {BenchFolder.MailBytes} bytes, each flushed to the disk: {folder.MeasureRawFiles()} a second, one after the other.");
        }

        return Measurement.RunAsync($"{Name}-mails", WarmUpCount, options, (path, count) => MeasureAsync(path, count, hasMails: true));
    }

    /// <returns>The time from the first submission to the last payment booked, and each submission's and decisions' time together.</returns>
    private static async Task<(TimeSpan Elapsed, double[] LatenciesMs)> MeasureAsync(string path, int count, bool hasMails)
    {
        var data = DataFolder.Open(path);
        var mail = MailRoute.Unset with { PublicAddress = new PublicAddress(new Uri("https://payments.agency.example")) };
        await using var stack = await LocalStack.OpenAsync(data, TimeProvider.System, NullLoggerFactory.Instance, mail: mail);
        if (hasMails)
        {
            await LoadApproversAsync(stack);
        }

        var claims = await LoadAsync(stack, count);
        var latencies = new double[count];
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = CallersAtOnce }, async (index, _) =>
        {
            var begun = Stopwatch.GetTimestamp();
            await ApproveAsync(stack, claims[index], index);
            latencies[index] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        });
        var approved = Stopwatch.GetElapsedTime(start);
        var run = await stack.Payments.Runs.StartOffCycleAsync(Operations, "bench", "bench");
        await stack.Engine.WaitForInstanceCompletionAsync(WeeklyRunOrchestration.InstanceId(run.Id));
        var elapsed = Stopwatch.GetElapsedTime(start);
        Console.WriteLine($"{count} payments: approved in {approved.TotalSeconds:0.00} s, run in {(elapsed - approved).TotalSeconds:0.00} s.");
        if (hasMails)
        {
            await Measurement.UntilAsync(async () => (await stack.Payments.Mails.Outbox.ListAsync(MailStatus.Waiting, top: 1)).Items.Count == 0);
            var waited = Stopwatch.GetElapsedTime(start);
            Console.WriteLine($"{CarriedOf(data)} mails carried; none waited {(waited - elapsed).TotalSeconds:0.00} s after the run.");
            elapsed = waited;
        }

        await CheckAsync(stack, run.Id, claims);
        return (elapsed, latencies);
    }

    private static async Task ApproveAsync(LocalStack stack, PaymentFacts claim, int index)
    {
        var payment = Moved(await SubmitAsync(stack, claim, $"bench-{index}"), PaymentStatus.WaitingScApproval);
        Moved(await DecideAsync(stack, Coordinator, payment.Id, "sc"), PaymentStatus.WaitingDspdApproval);
        Moved(await DecideAsync(stack, Technician, payment.Id, "dspd"), PaymentStatus.SubmittedToCaps);
    }

    /// <summary>Files in the folder that mails go to; there must be some.</summary>
    private static int CarriedOf(DataFolder data)
        => System.IO.Directory.GetFiles(data.Mail, "*.eml").Length is > 0 and var carried ? carried : throw new InvalidOperationException("No mail was carried.");

    /// <summary>Who is asked by mail; without them nobody is.</summary>
    private static async Task LoadApproversAsync(LocalStack stack)
    {
        foreach (var caller in (Caller[])[Coordinator, Technician])
        {
            await stack.Payments.Users.PutAsync(new User(caller.User, "Bench", $"{caller.User}@agency.example", [.. caller.Roles]), "bench", TimeProvider.System.GetUtcNow());
        }
    }

    /// <summary>One call; on a machine that is too slow for its wait it is made again, under the same id, which makes one payment.</summary>
    private static async Task<CommandResult> SubmitAsync(LocalStack stack, PaymentFacts claim, string submissionId)
    {
        var result = await stack.Payments.Payments.SubmitAsync(Provider, claim, submissionId);
        for (var look = 0; result is { Payment: null, Refusal: null } && look < 60; look++)
        {
            result = await stack.Payments.Payments.SubmitAsync(Provider, claim, submissionId);
        }

        return result;
    }

    /// <summary>One call; on a machine that is too slow for its wait the stored decision is read, as a caller would who got 202.</summary>
    private static async Task<CommandResult> DecideAsync(LocalStack stack, Caller caller, string paymentId, string decisionId)
    {
        var result = await stack.Payments.Payments.DecideAsync(caller, paymentId, new DecisionRequest(PaymentAction.Approve), decisionId);
        for (var look = 0; result.PendingDecisionId is not null && look < 600; look++)
        {
            await Task.Delay(100);
            result = await stack.Payments.Payments.ReadDecisionAsync(caller, paymentId, decisionId);
        }

        return result;
    }

    private static Payment Moved(CommandResult result, PaymentStatus expected)
        => result.Payment is { } payment && payment.Status == expected
            ? payment
            : throw new InvalidOperationException($"Expected {expected}, got {result.Payment?.Status} {result.Refusal} {result.PendingDecisionId}");

    /// <summary>Every payment is paid once, and the books agree with CAPS's.</summary>
    private static async Task CheckAsync(LocalStack stack, string runId, PaymentFacts[] claims)
    {
        var (_, totals) = (await stack.Payments.Runs.FindAsync(runId))!.Value;
        var trial = await TrialBalance.ReadAsync(stack.Payments.Ports.Tables, stack.Payments.JournalPlacesAsync());
        var expected = claims.Sum(claim => claim.Amount.Amount);
        var spent = trial.Accounts.Single(account => account.Account == Accounts.Expenditures).Balance.Amount;
        if (totals != new RunTotals(claims.Length, claims.Length, 0, 0, 0) || trial.Sum != Money.Zero || spent != expected || stack.Simulator!.TotalPaid != expected)
        {
            throw new InvalidOperationException($"The run's totals are {totals}, expenditures {spent}, paid by CAPS {stack.Simulator!.TotalPaid}, expected {expected}.");
        }
    }

    /// <summary>One provider, and clients with ten payments each, one a day.</summary>
    private static async Task<PaymentFacts[]> LoadAsync(LocalStack stack, int count)
    {
        var directory = stack.Payments.Directory;
        var contract = new Contract("P-100", "SLN", Money.Of(25), new DateOnly(2025, 1, 1), new DateOnly(2035, 12, 31), Active: true);
        var now = TimeProvider.System.GetUtcNow();
        await directory.PutProviderAsync(new Provider("P-100", "Bench", "1 Main St", Active: true));
        await directory.PutContractAsync(contract, "bench", now);
        await stack.Simulator!.SeedAsync([new CapsContract(contract.ProviderId, contract.ServiceCode, contract.Rate, contract.From, contract.To, contract.Active)], CancellationToken.None);
        await Parallel.ForAsync(0, (count + 9) / 10, async (index, stop) =>
        {
            var clientId = ClientId(index);
            await directory.PutClientAsync(new Client(clientId, "Ada", "Lopez", Active: true, Coordinator.User), stop);
            await directory.PutBudgetAsync(new Budget(clientId, "SLN", Units.Of(100)), "bench", now, cancellation: stop);
        });
        var clients = (count + 9) / 10;
        return [.. Enumerable.Range(0, count).Select(index => new PaymentFacts(
            "P-100", ClientId(index % clients), "SLN", Units.Of(4), Money.Of(25), Money.Of(100), new DateOnly(2026, 1, (index / clients) + 1), new DateOnly(2026, 1, (index / clients) + 1)))];
    }

    private static string ClientId(int index) => $"{1_000_000_000L + index}";
}
