using Serverless.Local.Samples;
using Serverless.Payments.Approvals;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Drops;
using Serverless.Payments.Invoices;
using Serverless.Payments.Ledger;
using Serverless.Payments.WeeklyRun;
using Serverless.Samples;

namespace Serverless.Local.Demo;

/// <summary>The main job from file to money, by the same commands that people use.</summary>
internal sealed class DemoRun(LocalStack stack, SampleAgency agency, TextWriter output)
{
    /// <summary>How long one step may take before the demo fails.</summary>
    private static readonly TimeSpan StepMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Decisions on their way at one time.</summary>
    private const int DecisionsAtOnce = 16;

    public async Task<DemoOutcome> RunAsync(CancellationToken cancellation)
    {
        stack.Drop.Start();
        SampleLoad.DropInvoices(stack.Data.Inbox);
        var reports = await AwaitReportsAsync(cancellation);
        await output.WriteLineAsync($"Dropped {reports.Count} files with {reports.Sum(report => report.Lines)} lines into the inbox; {reports.Sum(report => report.Payments.Count)} payments came of them.");

        foreach (var user in (string[])["coordinator", "technician"])
        {
            await output.WriteLineAsync($"The {user} approved {await ApproveAllAsync(Caller(user), cancellation)} payments.");
        }

        var mass = await DemoMass.ApproveAsync(stack, Caller("operations"), cancellation);
        await output.WriteLineAsync($"Operations uploaded a mass payment with {mass.Entries} entries and approved it.");
        var (caps, smart) = await RunAllAsync(cancellation);
        await output.WriteLineAsync($"The run took {caps.Total} payments; CAPS paid {caps.Paid}. It took {smart.Total} payment requests; SMART paid {smart.Paid}.");

        var care = new DemoCare(stack, Caller, (what, holds) => UntilAsync(what, holds, cancellation));
        await output.WriteLineAsync($"Generated {await care.AuthorizeAsync(cancellation)} provider payments by attendance; one was signed by the parent, one came on paper, and both were authorised.");
        var export = await care.ExportAsync("demo", cancellation);
        await care.CorrectAsync(cancellation);
        var correction = await care.ExportAsync("demo-correction", cancellation);
        await output.WriteLineAsync($"Exported {export.Count} payments of {export.Total} in all, and {correction.Count} correction of {correction.Total}.");

        var remittance = new DemoRemittance(stack, Caller("biller"), (what, holds) => UntilAsync(what, holds, cancellation), output);
        IReadOnlyList<DemoFigure> figures = [.. await remittance.RunAsync(cancellation), .. await new DemoCharges(stack, Caller("biller"), output).RunAsync(cancellation)];
        return new DemoOutcome(
            await ReadPaymentsAsync(reports, cancellation),
            await TrialBalance.ReadAsync(stack.Payments.Ports.Tables, stack.Payments.JournalPlacesAsync(cancellation), cancellation),
            stack.Simulator!.TotalPaid,
            stack.SmartSimulator!.TotalPaid,
            mass.Total!.Value.Amount,
            export.Total!.Value.Amount + correction.Total!.Value.Amount,
            figures);
    }

    private async Task<IReadOnlyList<DropReport>> AwaitReportsAsync(CancellationToken cancellation)
    {
        var reports = new List<DropReport>();
        foreach (var name in SampleAgency.InvoicePaths.Select(Path.GetFileName))
        {
            var done = Path.Combine(stack.Data.Done, name!);
            await UntilAsync($"'{name}' to be taken up", () => Task.FromResult(File.Exists(done) || File.Exists(Path.Combine(stack.Data.Rejected, name!))), cancellation);
            var report = File.Exists(done) ? DropReport.TryRead(await File.ReadAllBytesAsync(done + ".report.json", cancellation)) : null;
            reports.Add(report ?? throw new DemoException($"'{name}' was not taken in; see its report."));
        }

        return reports;
    }

    private async Task<int> ApproveAllAsync(Caller caller, CancellationToken cancellation)
    {
        var waiting = (await stack.Payments.Inbox.ReadAsync(caller, after: null, PaymentQueries.TopMax, cancellation)).Items;
        await Parallel.ForEachAsync(waiting, new ParallelOptions { MaxDegreeOfParallelism = DecisionsAtOnce, CancellationToken = cancellation }, async (payment, stop) =>
        {
            var result = await stack.Payments.Payments.DecideAsync(caller, payment.Id, new DecisionRequest(PaymentAction.Approve), $"demo-{caller.User}", stop);
            if (result.Refusal is { } refusal)
            {
                throw new DemoException($"The approval of {payment.Id} by {caller.User} was refused: {refusal.Message}");
            }
        });
        await UntilAsync($"the decisions of {caller.User}", async () => (await stack.Payments.Inbox.ReadAsync(caller, after: null, 1, cancellation)).Items.Count == 0, cancellation);
        return waiting.Count;
    }

    private async Task<(RunTotals Caps, RunTotals Smart)> RunAllAsync(CancellationToken cancellation)
    {
        var run = await stack.Payments.Runs.StartOffCycleAsync(Caller("operations"), "demo", "demo", cancellation);
        RunTotals? totals = null;
        await UntilAsync("the run to complete", async () =>
        {
            var (state, counted) = await stack.Payments.Runs.FindAsync(run.Id, cancellation) ?? throw new DemoException($"Run {run.Id} is not there.");
            totals = counted;
            return state.Status == RunStatus.Completed;
        }, cancellation);
        var smart = await stack.Payments.Runs.CountSmartAsync(run.Id, cancellation);
        return (totals!.Minus(smart), smart);
    }

    private async Task<IReadOnlyList<DemoPayment>> ReadPaymentsAsync(IReadOnlyList<DropReport> reports, CancellationToken cancellation)
    {
        var payments = new List<DemoPayment>();
        foreach (var report in reports)
        {
            var content = await File.ReadAllBytesAsync(Path.Combine(stack.Data.Done, report.File), cancellation);
            var lines = InvoiceFile.Read(content, FileFormats.FromFileName(report.File)!.Value).Lines;
            if (lines.Count != report.Payments.Count)
            {
                throw new DemoException($"'{report.File}' has {lines.Count} lines, and {report.Payments.Count} payments came of it.");
            }

            foreach (var (line, paymentId) in lines.Zip(report.Payments))
            {
                var payment = await stack.Payments.Records.FindAsync(paymentId, cancellation) ?? throw new DemoException($"Payment {paymentId} is not there.");
                payments.Add(new DemoPayment(report.File, line.Line, payment));
            }
        }

        return payments;
    }

    private Caller Caller(string userName)
    {
        var user = agency.Users.Single(user => user.Name == userName);
        return new Caller(user.Name, user.Roles.ToHashSet(), user.ProviderId, user.ChildIds?.ToHashSet());
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> holds, CancellationToken cancellation)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(startedAt) > StepMax)
            {
                throw new DemoException($"Waited {StepMax.TotalSeconds:0} s in vain for {what}.");
            }

            await Task.Delay(LookEvery, cancellation);
        }
    }
}
