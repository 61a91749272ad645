namespace Serverless.Local.Tests;

/// <summary>Texts of invoice files for the sample agency.</summary>
internal static class Invoice
{
    public const string Header = "invoice_number,provider_id,client_id,service_code,service_from,service_to,units,rate,amount\n";

    /// <summary>One line in order; different numbers make different contents.</summary>
    public static string Csv(int number) => Header + Line(number);

    public static string Line(int number) => $"T-{number},P-100,1000000001,SLN,2026-09-{(number % 28) + 1:00},2026-09-{(number % 28) + 1:00},1,25.00,25.00\n";
}
