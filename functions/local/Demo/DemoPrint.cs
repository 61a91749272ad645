using Serverless.Payments.Approvals;
using Spectre.Console;

namespace Serverless.Local.Demo;

/// <summary>Shows what the demo came to. Without colours and a fixed width where the output is no terminal.</summary>
internal static class DemoPrint
{
    private const int WidthOutsideTerminals = 140;

    public static void Print(DemoOutcome outcome, TextWriter output)
    {
        var console = ConsoleOn(output);
        console.Write(PaymentsTable(outcome.Payments));
        foreach (var failed in outcome.Payments.Where(payment => payment.Payment.Status != PaymentStatus.PaidByCaps))
        {
            var reasons = string.Join(" ", failed.Payment.Validation.Select(message => $"{message.Code} ({message.Field}): {message.Message}"));
            output.WriteLine($"{failed.Payment.Id} {failed.Payment.Status.DisplayName()} [{failed.File}, line {failed.Line}] {reasons}");
        }

        output.WriteLine();
        foreach (var account in outcome.Ledger.Accounts)
        {
            output.WriteLine($"{account.Account,-34}{account.Balance,15}");
        }

        output.WriteLine($"{"Ledger's sum",-34}{outcome.Ledger.Sum,15}");
        output.WriteLine($"{"Paid by CAPS",-34}{outcome.PaidByCaps,15:0.00}");
        output.WriteLine($"{"Paid by SMART",-34}{outcome.PaidBySmart,15:0.00}");
        output.WriteLine($"{"Paid by exports",-34}{outcome.Exported,15:0.00}");
    }

    private static IAnsiConsole ConsoleOn(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (!isTerminal)
        {
            console.Profile.Width = WidthOutsideTerminals;
        }

        return console;
    }

    private static Table PaymentsTable(IReadOnlyList<DemoPayment> payments)
    {
        var table = new Table { Border = TableBorder.Ascii };
        table.AddColumns("Payment", "Invoice", "Client", "Service");
        table.AddColumn(new TableColumn("Amount").RightAligned());
        table.AddColumn("Status");
        foreach (var (_, _, payment) in payments)
        {
            var status = payment.Status.DisplayName();
            table.AddRow(
                new Text(payment.Id),
                new Text(payment.InvoiceNumber ?? string.Empty),
                new Text(payment.Facts.ClientId),
                new Text(payment.Facts.ServiceCode),
                new Text(payment.Facts.Amount.ToString()),
                new Text(status, new Style(payment.Status == PaymentStatus.PaidByCaps ? Color.Green : Color.Red)));
        }

        return table;
    }
}
