using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.MassPayments;

/// <summary>POST /api/mass-payments/{id}/approve (KEES-6).</summary>
public static class ApproveMassPayment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/mass-payments/{id}/approve", HandleAsync)
        .For(Role.Operations)
        .Describe("Approve a mass payment", "Creates for each entry the need, the service arrangement and the payment request, and authorises each request for SMART: all or none. 422 with the faults of all entries at once. Repeated, it creates nothing twice and answers the same.")
        .Takes<NoFields>(optional: true)
        .TakesIfMatch()
        .Answers<MassPaymentWithEntries>(StatusCodes.Status200OK)
        .Answers<MassPaymentBody>(StatusCodes.Status202Accepted)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed)
        .Produces<RejectedMassPayment>(StatusCodes.Status422UnprocessableEntity, ProblemBody.ContentType);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        await RequestBody.ReadOptionalAsync<NoFields>(context);
        var ifVersion = await MassPaymentAnswer.IfVersionAsync(context, application, id);
        var result = await application.MassPaymentCommands.ApproveAsync(context.Caller(), id, ifVersion, cancellation: context.RequestAborted);
        return result switch
        {
            { Page: { Status: MassPaymentStatus.Approving } page } => Answer.Pending(context, MassPaymentBody.PathOf(page.Id), await MassPaymentView.PageAsync(application, page, context.RequestAborted)),
            { Page: { } page } => Answer.Versioned(context, page.Version, await MassPaymentView.ReadAsync(application, page, after: 0, MassPaymentDrafts.EntriesMax, context.RequestAborted)),
            { Faults.Count: > 0 } => RejectedMassPayment.Answer(result),
            _ => Problem.Of(MassPaymentAnswer.RefusalOf(result)),
        };
    }
}

/// <summary>An approval that was refused: a problem whose faults name their entries. Nothing was created.</summary>
/// <param name="Errors">What stands against the entries, all of it.</param>
public sealed record RejectedMassPayment(string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<EntryError> Errors)
{
    public static IResult Answer(MassPaymentResult result)
    {
        var problem = Problem.BodyOf(MassPaymentAnswer.RefusalOf(result));
        var errors = result.Faults.Select(fault => new EntryError(fault.N, fault.Fault.Code, fault.Fault.Field, fault.Fault.Message));
        return new ExtendedProblem<RejectedMassPayment>(problem.Status, new(problem.Type, problem.Title, problem.Status, problem.Detail, problem.Code, [.. errors]));
    }
}

/// <param name="N">The entry; 0 for the page as a whole.</param>
/// <param name="Field">The field meant, or empty where the entry as a whole is.</param>
public sealed record EntryError(int N, string Code, string Field, string Message);
