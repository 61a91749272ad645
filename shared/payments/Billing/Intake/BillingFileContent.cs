using Serverless.Payments.Amounts;
using Serverless.Payments.Files;

namespace Serverless.Payments.Billing.Intake;

/// <summary>What a file of billing invoices holds.</summary>
/// <param name="Invoices">In the order of their first lines; empty where there are faults: such a file is rejected whole.</param>
/// <param name="Faults">Every fault of every line, by line.</param>
/// <param name="Clients">Every line that names a client, for whoever knows which there are; those of faulty lines too.</param>
public sealed record BillingFileContent(IReadOnlyList<FiledInvoice> Invoices, IReadOnlyList<FileFault> Faults, IReadOnlyList<NamedClient> Clients)
{
    public int Lines => Invoices.Sum(invoice => invoice.Lines.Count);

    /// <summary>In the order in which their numbers are claimed, and they are written.</summary>
    public IReadOnlyList<FiledInvoice> ByNumber() => [.. Invoices.OrderBy(invoice => invoice.Number, StringComparer.Ordinal)];
}

/// <summary>An invoice as its file has it.</summary>
/// <param name="FirstLine">Where it begins: the line of the CSV file, or the index in the JSON list.</param>
/// <param name="Lines">Numbered from 1, in the order of the file.</param>
public sealed record FiledInvoice(int FirstLine, string Number, string Payer, string ClientId, IReadOnlyList<BillingLine> Lines)
{
    public Money Billed => Lines.Aggregate(Money.Zero, (sum, line) => sum + line.Billed);
}

/// <param name="Line">The line that names the client.</param>
public sealed record NamedClient(int Line, string ClientId);
