using System.Globalization;
using Serverless.Payments.Approvals;
using Serverless.Payments.Files;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Caps;

/// <summary>What goes out to CAPS.</summary>
internal static class CapsBatchFile
{
    public const string Header = "key,provider_id,client_id,service_code,service_from,service_to,units,rate,amount";

    public static readonly BatchFormat<CapsInstruction> Format = new("CAPS", Header, instruction => FieldsOf(instruction.Facts));

    private static string FieldsOf(PaymentFacts facts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{CsvField.Text(facts.ProviderId)},{CsvField.Text(facts.ClientId)},{CsvField.Text(facts.ServiceCode)},{facts.ServiceFrom:yyyy-MM-dd},{facts.ServiceTo:yyyy-MM-dd},{facts.Units},{facts.Rate},{facts.Amount}");
}
