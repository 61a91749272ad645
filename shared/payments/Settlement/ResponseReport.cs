using System.Text.Json;

namespace Serverless.Payments.Settlement;

/// <summary>What stands beside a response file with faults, for whoever sends its bad lines again.</summary>
/// <param name="File">The name under which it came.</param>
/// <param name="Answers">How many lines hold the answer that stands.</param>
/// <param name="Errors">The faults by line.</param>
internal sealed record ResponseReport(string File, int Answers, IReadOnlyList<ResponseFault> Errors)
{
    public static byte[] Write(string file, int answers, IEnumerable<ResponseFault> faults)
        => JsonSerializer.SerializeToUtf8Bytes(new ResponseReport(file, answers, [.. faults.OrderBy(fault => fault.Line)]), SettlementJson.Indented);
}
