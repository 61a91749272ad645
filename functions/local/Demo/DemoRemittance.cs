using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Samples;

namespace Serverless.Local.Demo;

/// <summary>Manual remittance: the sample invoices are billed, one is paid by a session that is typed, and others by an electronic remittance.</summary>
internal sealed class DemoRemittance(LocalStack stack, Caller biller, Func<string, Func<Task<bool>>, Task> until, TextWriter output)
{
    private static readonly TimeSpan IntakeMax = TimeSpan.FromSeconds(60);
    private static readonly DateOnly BatchDate = new(2026, 11, 25);
    private int acts;

    private RemittanceDesk Desk => stack.Payments.Remittances;

    /// <returns>What was worked out in advance, beside what came of it.</returns>
    /// <exception cref="DemoException">Something was refused; the message says why.</exception>
    public async Task<IReadOnlyList<DemoFigure>> RunAsync(CancellationToken cancellation)
    {
        await output.WriteLineAsync($"Took in {await BillAsync(cancellation)} invoices billed to payers.");
        var typed = await PostAsync(await TypeAsync(cancellation), cancellation);
        var file = await PostAsync(await ReadFileAsync(cancellation), cancellation);
        return
        [
            new("Batch typed", 1_950.00m, typed.Batch.Total),
            await BalanceAsync("INV-2020", 0.00m, cancellation),
            new("Batch from the electronic remittance", 833.00m, file.Batch.Total),
            await BalanceAsync("INV-3001", 0.00m, cancellation),
            await BalanceAsync("INV-3004", 448.00m, cancellation),
            await BalanceAsync("INV-3007", 12.00m, cancellation),
            await BalanceAsync("INV-3010", 0.00m, cancellation),
        ];
    }

    private async Task<int> BillAsync(CancellationToken cancellation)
    {
        var content = await File.ReadAllBytesAsync(SampleAgency.BillingPath, cancellation);
        var delivery = new BillingDelivery("demo", Path.GetFileName(SampleAgency.BillingPath), FileFormat.Csv, content, biller.User, Role.Biller);
        return await stack.Payments.Billing.Intake.TakeInAsync(delivery, IntakeMax, cancellation) is { Rejected: false } report
            ? report.Numbers.Count
            : throw new DemoException("The sample invoices were not taken in.");
    }

    /// <summary>A check of 1,950.00 for an invoice of 2,020.16; the rest was contracted away (SAN-10).</summary>
    private async Task<RemittanceState> TypeAsync(CancellationToken cancellation)
    {
        var bank = (await stack.Payments.Values.ListAsync(Serverless.Payments.Codes.ValueTables.Banks, cancellation: cancellation))[0].Code;
        var total = Money.Of(1_950.00m);
        var session = Done(await Desk.Commands.CreateAsync(biller, new BatchEntry("Cash", "CHECK", total, BatchDate, bank), "demo-batch", cancellation)).Remittance.Id;
        Done(await Desk.Commands.AddCheckAsync(biller, session, new CheckEntry("4711", null, BatchDate, total, null, WriteOffBalance: false), Request(), cancellation));
        return Done(await Desk.Queue.PutAsync(biller, session, new RowAddress("INV-2020", null), new RowText(total, Money.Of(70.16m), "CO"), Request(), cancellation));
    }

    private async Task<RemittanceState> ReadFileAsync(CancellationToken cancellation)
    {
        var content = await File.ReadAllBytesAsync(SampleAgency.RemittancePath, cancellation);
        var taken = await Desk.Files.TakeInAsync(biller, new RemittanceDelivery("demo", Path.GetFileName(SampleAgency.RemittancePath), content, BankId: null), cancellation);
        return taken.State ?? throw new DemoException($"The electronic remittance was refused: {taken.Refusal?.Message} {string.Join(' ', taken.Faults.Select(fault => fault.Message))}");
    }

    private async Task<Remittance> PostAsync(RemittanceState state, CancellationToken cancellation)
    {
        var id = state.Remittance.Id;
        Done(await Desk.Commands.PostAsync(biller, id, Request(), cancellation));
        await until($"the posting of batch {state.Remittance.BatchNumber}", async () => await Desk.Records.FindAsync(id, cancellation) is { Status: not RemittanceStatus.Posting });
        var session = (await Desk.Records.FindAsync(id, cancellation))!;
        if (session.Status != RemittanceStatus.Posted)
        {
            throw new DemoException($"Batch {session.BatchNumber} was not posted; it is {session.Status}.");
        }

        await output.WriteLineAsync($"Posted batch {session.BatchNumber} of {session.Batch.Total}: {session.Checks.Count} {(session.Checks.Count == 1 ? "check" : "checks")} for {state.Queue.Count} {(state.Queue.Count == 1 ? "invoice" : "invoices")}.");
        return session;
    }

    /// <summary>Says how the invoice stands.</summary>
    private async Task<DemoFigure> BalanceAsync(string number, decimal expected, CancellationToken cancellation)
    {
        var invoice = await stack.Payments.Billing.Records.FindAsync(number, cancellation) ?? throw new DemoException($"Invoice {number} is not there.");
        var figures = InvoiceFigures.Of(invoice);
        await output.WriteLineAsync($"Invoice {number} of {figures.Billed}: {figures.Posts} paid, {figures.Adjustments} adjusted, balance {figures.Balance}, {figures.Status.DisplayName()}.");
        return new DemoFigure($"Balance of invoice {number}", expected, figures.Balance);
    }

    private RemittanceRequest Request() => new($"demo-{++acts}");

    private static RemittanceState Done(RemittanceResult result) => result.State ?? throw new DemoException($"An act on a remittance was refused: {result.Refusal?.Message}");
}
