using System.Text.Json;

namespace Serverless.Payments.Caps;

/// <summary>What stands beside a response file with faults, for whoever sends its bad lines again.</summary>
/// <param name="File">The name under which it came.</param>
/// <param name="Answers">How many lines hold the answer that stands.</param>
/// <param name="Errors">The faults by line.</param>
internal sealed record CapsResponseReport(string File, int Answers, IReadOnlyList<CapsResponseFault> Errors)
{
    public static byte[] Write(string file, int answers, IEnumerable<CapsResponseFault> faults)
        => JsonSerializer.SerializeToUtf8Bytes(new CapsResponseReport(file, answers, [.. faults.OrderBy(fault => fault.Line)]), CapsJson.Indented);
}
