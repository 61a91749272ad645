namespace Serverless.Payments.Invoices;

/// <summary>What is wrong with a line of an invoice file (ALL-2).</summary>
/// <param name="Line">As in <see cref="InvoiceLine"/>; 0 where the file as a whole is meant.</param>
/// <param name="Field">The column, or empty where the line as a whole is meant.</param>
public sealed record InvoiceFault(int Line, string Field, string Code, string Message);
