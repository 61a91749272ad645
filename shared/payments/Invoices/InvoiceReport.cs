using Serverless.Payments.Files;

namespace Serverless.Payments.Invoices;

/// <summary>What became of an invoice file (ALL-2); the answer over HTTP, and the report beside a dropped file.</summary>
/// <param name="Invoices">Different invoice numbers.</param>
/// <param name="Lines">Readable lines.</param>
/// <param name="Payments">The payments made, in the order of the lines; none for a rejected file or a duplicate.</param>
/// <param name="Errors">For a rejected file every fault; else why lines became payments in Error.</param>
public sealed record InvoiceReport(int Invoices, int Lines, IReadOnlyList<string> Payments, IReadOnlyList<FileFault> Errors)
{
    /// <summary>The same content was taken in before; nothing was created.</summary>
    public bool Duplicate { get; init; }

    /// <summary>The file was refused whole.</summary>
    public bool Rejected { get; init; }

    /// <summary>The file as it was delivered.</summary>
    public string? File { get; init; }
}
