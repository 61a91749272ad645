using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Payments.Files;

namespace Serverless.Payments.Drops;

/// <summary>What stands in the report beside a dropped file (ALL-2).</summary>
/// <param name="Invoices">Different invoice numbers.</param>
/// <param name="Lines">Readable lines.</param>
/// <param name="Payments">The payments made, in the order of the lines; none where the file is not of providers' invoices.</param>
/// <param name="Errors">By line and field; line 0 means the file as a whole.</param>
/// <param name="Duplicate">True where the same content was taken in before; left out otherwise.</param>
/// <param name="Rejected">True where the file was refused whole; left out otherwise.</param>
/// <param name="File">The file's name as it was dropped.</param>
/// <param name="Delivery">What made this delivery itself.</param>
public sealed record DropReport(
    int Invoices,
    int Lines,
    IReadOnlyList<string> Payments,
    IReadOnlyList<FileFault> Errors,
    bool? Duplicate,
    bool? Rejected,
    string File,
    string Delivery)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Of billing invoices: the numbers of those made, in the order of the file; left out for other files.</summary>
    public IReadOnlyList<string>? Numbers { get; init; }

    /// <summary>Of an electronic remittance: the session that it made, which waits to be resumed; left out for other files.</summary>
    public string? RemittanceId { get; init; }

    /// <summary>Likewise its batch number.</summary>
    public long? BatchNumber { get; init; }

    /// <summary>Of a file that was not even read.</summary>
    public static DropReport Refused(string name, string deliveryId, FileFault fault) => new(0, 0, [], [fault], null, true, name, deliveryId);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Null where the text is no report.</summary>
    public static DropReport? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<DropReport>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
