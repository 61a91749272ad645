using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>POST /api/provider-payments/{id}/attendance (CARE-2).</summary>
public static class SubmitAttendance
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ProviderPaymentAnswer.Root + "/{id}/attendance", HandleAsync).IsAct(Role.Provider)
        .Describe("Submit the attendance sheet", "The provider's sheet, or a changed one: a row for each time that the child was there and each day that it was absent. It is Ready for Parent then, also where an earlier one was signed; the same sheet again changes nothing. 422 with every fault by row and field.")
        .Takes<AttendanceForm>();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<AttendanceForm>(context);
        var request = await ProviderPaymentAnswer.RequestAsync(context, application, id);
        var result = await application.ProviderPayments.Commands.SubmitAsync(context.Caller(), id, body.ToTexts(), request, context.RequestAborted);
        return await ProviderPaymentAnswer.OfAsync(context, application, result);
    }
}
