using System.Globalization;
using Microsoft.AspNetCore.Http;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.MassPayments;

/// <summary>What the endpoints that change a mass payment have in common.</summary>
internal static class MassPaymentAnswer
{
    /// <summary>The number of an entry in an address; 0, which no entry has, where it is none.</summary>
    public static int NumberOf(string n) => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The version that the caller insists on; null where any will do.</summary>
    public static Task<int?> IfVersionAsync(HttpContext context, PaymentsApplication application, string id)
        => IfMatch.Read(context.Request).AgainstAsync(async () => (await application.MassPayments.FindAsync(id, context.RequestAborted))?.Version);

    /// <summary>200 with the page as it is now, or why nothing changed.</summary>
    public static async Task<IResult> OfAsync(HttpContext context, PaymentsApplication application, MassPaymentResult result)
        => result.Page is { } page
            ? Answer.Versioned(context, page.Version, await MassPaymentView.ReadChangedAsync(application, page, context.RequestAborted))
            : Problem.Of(RefusalOf(result));

    /// <summary>201 with the new page and where it is.</summary>
    public static IResult Made(HttpContext context, MassPaymentWithEntries page)
    {
        Answer.Locate(context, MassPaymentBody.PathOf(page.Id));
        Answer.TagVersion(context, page.Version);
        return Answer.Json(StatusCodes.Status201Created, page);
    }

    public static Refusal RefusalOf(MassPaymentResult result)
        => result.Refusal ?? throw new InvalidOperationException("A command on a mass payment led to nothing.");
}
