using System.Globalization;
using Serverless.Payments.Files;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Smart;

/// <summary>What goes out to SMART.</summary>
internal static class SmartBatchFile
{
    public const string Header = "key,provider_id,service_id,client_id,case_number,aid_code,need_category,need_type,begin,end,amount";

    public static readonly BatchFormat<SmartInstruction> Format = new("SMART", Header, instruction => FieldsOf(instruction.Order));

    private static string FieldsOf(SmartOrder order)
    {
        string[] texts = [order.ProviderId, order.ServiceId, order.ClientId, order.CaseNumber, order.AidCode, order.NeedCategory, order.NeedType];
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', texts.Select(CsvField.Text))},{order.Begin:yyyy-MM-dd},{order.End:yyyy-MM-dd},{order.Amount}");
    }
}
