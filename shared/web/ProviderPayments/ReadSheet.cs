using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>GET /api/provider-payments/{id}/sheets/{number} (CARE-2).</summary>
public static class ReadSheet
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ProviderPaymentAnswer.Root + "/{id}/sheets/{number}", HandleAsync)
        .ForAnyRole()
        .Describe("Read a sheet of a provider payment", "An attendance sheet as it was submitted or entered, also one that was replaced since: sheets are counted from 1 to the number of the one that stands, and none is ever changed.")
        .Answers<NumberedSheet>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, string number, PaymentsApplication application)
    {
        var desk = application.ProviderPayments;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sheet)
            && await desk.Queries.FindAsync(context.Caller(), id, context.RequestAborted) is { } payment
            && await desk.Records.SheetAsync(payment, sheet, context.RequestAborted) is { } days
            ? Answer.Json(StatusCodes.Status200OK, new NumberedSheet(sheet, [.. days.Select(SheetDay.Of)]))
            : Problem.NotFound("sheet");
    }
}

/// <param name="Number">Sheets of a payment are counted from 1.</param>
/// <param name="Days">By date and time.</param>
public sealed record NumberedSheet(int Number, IReadOnlyList<SheetDay> Days);
