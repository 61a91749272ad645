using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Payments.Remittances.Era;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.MassPayments;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances;

/// <summary>POST /api/remittances/835.</summary>
public static class PostRemittanceFile
{
    private static readonly string[] MediaTypes = ["application/edi-x12", "application/edi-consent", "text/plain", "application/octet-stream"];

    private static readonly QueryDescription[] Query =
    [
        new("bankId", "The bank that the money came to, one of GET /api/codes/banks; the first that is offered where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(RemittanceBody.Root + "/835", HandleAsync)
        .For(Role.Biller)
        .WithMetadata(new BodyLimit(EraReader.BytesMax))
        .RequireRateLimiting(RateLimits.UploadPolicy)
        .Describe("Take in an electronic remittance", "An X12 835 (005010X221A1) of at most 16 MB, in place of typing: it becomes an open session, balanced, with every row queued, to be reviewed and posted. A file with any fault is refused whole, and nothing is created; line is the segment's place in the file there, from 1 (0 for the file as a whole), and field the element, such as CLP03. The same content again is 200 with duplicate true and the session that stands, unless that was discarded. 409 SESSION_SAVED while you have a saved session (SAN-6).")
        .TakesQuery(Query)
        .TakesFile(MediaTypes)
        .Answers<RemittanceBody>(StatusCodes.Status201Created)
        .Answers<RemittanceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status409Conflict)
        .Produces<RejectedFile>(StatusCodes.Status422UnprocessableEntity, ProblemBody.ContentType);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var bankId = new QueryNames(context, [.. Query.Select(name => name.Name)]).Text("bankId");
        var content = await FileBody.ReadOfAsync(context, MediaTypes);
        var delivery = new RemittanceDelivery(context.RequestId(), $"upload-{context.RequestId()[..12]}.835", content, bankId);
        var taken = await application.Remittances.Files.TakeInAsync(context.Caller(), delivery, context.RequestAborted);
        if (taken.State is not { } state)
        {
            return taken.Refusal is { } refusal ? Problem.Of(refusal) : RejectedFile.Answer(taken.Faults);
        }

        var body = await RemittanceAnswer.ChangedAsync(context, application, state) with { Duplicate = taken.IsDuplicate };
        return taken.IsDuplicate ? Answer.Versioned(context, body.Version, body) : RemittanceAnswer.Made(context, body);
    }
}
