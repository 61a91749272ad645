using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>GET /api/exports/{id}, its file and its manifest.</summary>
public static class ReadExport
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ExportBody.Root + "/{id}", HandleAsync)
            .For(Role.Operations, Role.Auditor)
            .Describe("Read an export", "How an export stands: what its file holds once it is written, and whether everything in it is Paid.")
            .Answers<ExportBody>(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status404NotFound);
        routes.MapGet(ExportBody.Root + "/{id}/file", FileAsync)
            .For(Role.Operations, Role.Auditor)
            .Describe("Download an export's file", "CSV in UTF-8, a line for each payment and adjustment, ordered by provider and child. 409 until everything in it is Paid.")
            .Produces<string>(StatusCodes.Status200OK, "text/csv")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        routes.MapGet(ExportBody.Root + "/{id}/manifest", ManifestAsync)
            .For(Role.Operations, Role.Auditor)
            .Describe("Read an export's manifest", "The file's name, count, total and SHA-256. 409 until everything in it is Paid.")
            .Answers<ExportManifest>(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
        => await application.ProviderPayments.Exports.Commands.FindAsync(id, context.RequestAborted) is { } export
            ? Answer.Versioned(context, export.Version, ExportBody.Of(export))
            : Problem.NotFound("export");

    private static async Task<IResult> FileAsync(HttpContext context, string id, PaymentsApplication application)
        => Of(await application.ProviderPayments.Exports.Commands.FileAsync(id, context.RequestAborted), "text/csv; charset=utf-8", $"{id}.csv");

    private static async Task<IResult> ManifestAsync(HttpContext context, string id, PaymentsApplication application)
        => Of(await application.ProviderPayments.Exports.Commands.ManifestAsync(id, context.RequestAborted), "application/json", null);

    /// <param name="file">What there is to give out.</param>
    /// <param name="type">Its media type.</param>
    /// <param name="name">What a browser saves it as; null for what is shown.</param>
    private static IResult Of(PaymentExportFile file, string type, string? name)
        => file.Content is { } content
            ? TypedResults.Bytes(content, type, name)
            : Problem.Of(file.Refusal ?? throw new InvalidOperationException("An export has neither a file nor a reason why."));
}
