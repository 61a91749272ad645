using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Core;

namespace Serverless.Storage.Tests.Azure;

/// <summary>An answer of a service that does not do what it was asked.</summary>
internal sealed class FaultResponse : Response
{
    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);

    public FaultResponse(Request request, int status, string code, int? retryAfter = null)
    {
        Status = status;
        ClientRequestId = request.ClientRequestId;
        headers["Content-Type"] = "application/json";
        headers["x-ms-error-code"] = code;
        if (retryAfter is { } seconds)
        {
            headers["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        ContentStream = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["odata.error"] = new { code, message = new { lang = "en-US", value = code } } }));
    }

    public override int Status { get; }

    /// <summary>The transport would say so, which this answer never passed.</summary>
    public override bool IsError => true;

    public override string ReasonPhrase => "Fault";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    /// <summary>What is read already stays readable, as with an answer of the transport's.</summary>
    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(header => new HttpHeader(header.Key, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }
}
