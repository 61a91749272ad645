using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments.Upload;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.MassPayments;

/// <summary>POST /api/mass-payments/{id}/entries.</summary>
public static class AddEntries
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/mass-payments/{id}/entries", HandleAsync)
        .For(Role.Operations)
        .WithMetadata(new BodyLimit(MassEntryFile.BytesMax))
        .RequireRateLimiting(RateLimits.UploadPolicy)
        .Describe("Add entries to a draft", "One entry or an array of them. What cannot be read as entries is 400, by field and index; what is wrong with a text is told with the entry and refuses the approval.")
        .TakesOneOrMany<MassEntryChange>()
        .TakesIfMatch()
        .Answers<AddedEntries>(StatusCodes.Status201Created)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var changes = await RequestBody.ReadOneOrManyAsync<MassEntryChange>(context);
        var ifVersion = await MassPaymentAnswer.IfVersionAsync(context, application, id);
        var result = await application.MassPaymentDrafts.AddAsync(id, [.. changes.Select(change => change.ToTexts())], context.RequestId(), ifVersion, context.RequestAborted);
        if (result.Page is not { } page)
        {
            return Problem.Of(MassPaymentAnswer.RefusalOf(result));
        }

        Answer.Locate(context, MassPaymentBody.PathOf(page.Id));
        Answer.TagVersion(context, page.Version);
        var added = await MassPaymentView.AddedAsync(application, page, result.Added, context.RequestAborted);
        return Answer.Json(StatusCodes.Status201Created, new AddedEntries(page.Id, page.Version, page.Entries, added));
    }
}

/// <summary>Entries as they stand on the page now.</summary>
/// <param name="Id">The mass payment.</param>
/// <param name="Version">The page's.</param>
/// <param name="Count">Entries on the page altogether.</param>
/// <param name="Entries">Those added, in the order in which they were sent.</param>
public sealed record AddedEntries(string Id, int Version, int Count, IReadOnlyList<MassEntryBody> Entries);
