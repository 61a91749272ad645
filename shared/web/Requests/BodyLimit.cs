using Microsoft.AspNetCore.Http;
using Serverless.Payments.Invoices;
using Serverless.Web.Pages;

namespace Serverless.Web.Requests;

/// <summary>The most bytes that an endpoint's request body may have; where it names nothing else, a page has what a form may have, and the API what JSON may have.</summary>
public sealed record BodyLimit(int BytesMax)
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    public static BodyLimit Json { get; } = new(64 * KiB);

    /// <summary>
    /// Above the largest that can be filled in: a payment spread by hand over a participant's 5,000 charges, and a text of 10,000
    /// letters that travel as nine bytes each.
    /// </summary>
    public static BodyLimit Form { get; } = new(256 * KiB);

    /// <summary>The largest of any address.</summary>
    public static BodyLimit Largest { get; } = FormWith(InvoiceCommands.ContentBytesMax);

    /// <summary>A form, and a file in it.</summary>
    public static BodyLimit FormWith(int fileBytesMax) => new(fileBytesMax + Form.BytesMax);

    public static BodyLimit Of(Endpoint? endpoint)
        => endpoint?.Metadata.GetMetadata<BodyLimit>() ?? (endpoint?.Metadata.GetMetadata<PageEndpoint>() is null ? Json : Form);

    /// <summary>In whole units, which is how people compare it with their file.</summary>
    public override string ToString() => BytesMax >= MiB ? $"{BytesMax / MiB} MiB" : $"{BytesMax / KiB} KiB";
}
