using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>PUT /api/provider-payments/{id}/attendance (CARE-2).</summary>
public static class EnterAttendance
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut(ProviderPaymentAnswer.Root + "/{id}/attendance", HandleAsync).IsAct(Role.Operations)
        .Describe("Enter the attendance sheet", "The agency enters a sheet that came on paper, and the submission stays New; or it corrects one that was submitted, which the parent must then sign again. 422 with every fault by row and field.")
        .Takes<AttendanceForm>();

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<AttendanceForm>(context);
        var request = await ProviderPaymentAnswer.RequestAsync(context, application, id);
        var result = await application.ProviderPayments.Commands.EnterAsync(context.Caller(), id, body.ToTexts(), request, context.RequestAborted);
        return await ProviderPaymentAnswer.OfAsync(context, application, result);
    }
}
