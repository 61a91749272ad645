using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Files;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Upload;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.MassPayments;

/// <summary>POST /api/mass-payments/upload (KEES-9).</summary>
public static class UploadMassPayment
{
    private static readonly QueryDescription[] Query =
    [
        new("providerId", "The provider."),
        new("serviceId", "Its service of type Smart Vendor."),
        new("aidCode", "ET or TAF Employment Svs, for every entry."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/mass-payments/upload", HandleAsync)
        .For(Role.Operations)
        .WithMetadata(new BodyLimit(MassEntryFile.BytesMax))
        .RequireRateLimiting(RateLimits.UploadPolicy)
        .Describe("Upload a mass payment", "CSV or JSON of at most 10,000 lines becomes a draft with every entry ticked. A file that cannot be read as a table is refused whole, with every fault by line and field; what is wrong with a text stands against its entry and refuses the approval. The answer says how many entries have faults, and holds them where there are at most 500.")
        .TakesQuery(Query)
        .TakesFile("text/csv", "application/json")
        .Answers<MassPaymentWithEntries>(StatusCodes.Status201Created)
        .Produces<RejectedFile>(StatusCodes.Status422UnprocessableEntity, ProblemBody.ContentType);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var draft = new MassPaymentDraft(query.Required("providerId"), query.Required("serviceId"), query.Required("aidCode"));
        var (format, content) = await FileBody.ReadAsync(context);
        var (lines, faults) = MassEntryFile.ReadUpload(content, format);
        if (faults.Count > 0)
        {
            return RejectedFile.Answer(faults);
        }

        var result = await application.MassPaymentDrafts.CreateAsync(draft, [.. lines.Select(line => line.Texts)], context.Caller().User, context.RequestId(), context.RequestAborted);
        if (result.Page is not { } page)
        {
            return Problem.Of(MassPaymentAnswer.RefusalOf(result));
        }

        var made = await MassPaymentView.ReadChangedAsync(application, page, context.RequestAborted);
        return MassPaymentAnswer.Made(context, made with { Faulty = await MassPaymentView.CountFaultyAsync(application, page, context.RequestAborted) });
    }
}

/// <summary>A file that was refused whole: a problem whose faults have lines.</summary>
/// <param name="Errors">Every fault, by line and field.</param>
public sealed record RejectedFile(string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<FileFault> Errors)
{
    public static IResult Answer(IReadOnlyList<FileFault> faults)
    {
        var problem = ProblemBody.Of(StatusCodes.Status422UnprocessableEntity, "FILE_REJECTED", $"The file has {faults.Count} faults and was refused whole; nothing was created. Correct them and send it again.");
        return new ExtendedProblem<RejectedFile>(problem.Status, new(problem.Type, problem.Title, problem.Status, problem.Detail, problem.Code, faults));
    }
}
